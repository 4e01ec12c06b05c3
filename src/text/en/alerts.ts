import type { alerts as zh } from '../zh-CN/alerts'

export const alerts: Record<keyof typeof zh, string> = {
  'alerts.see': 'How it runs',
  'alerts.count': '[How it runs] {count} to be seen to:',
  'alerts.fine': '[How it runs] All is well.',
  'alerts.looked': 'Last looked at {at}; every 5 minutes.',
  'alerts.not-looked': '[How it runs] Not looked yet. Come again in a few minutes.',
  'alerts.page-only':
    'There is only the web chat: colleagues see notices while the page is open. With Telegram they get them with the page closed.',
  'alerts.warning': '⚠ {title}',
  'alerts.means': 'Since {at}: {means}',
  'alerts.do': 'What to do: {what}',
  'alerts.over': '✓ In order again: {title}. It began {from}; by {to} it was over.',
  'alerts.store-failed':
    '⚠ From {from} to {to} messages could not be kept (times: {times}); now they can.\nWhat came by Telegram comes again by itself; on the page people were asked to send it again.\nWhat to do: whoever runs the server should look at the disk: is it nearly full, is it failing?',

  'alert.store-failing': 'Nothing can be kept',
  'alert.store-failing.means': 'What people send now is not taken.',
  'alert.store-failing.do':
    'Whoever runs the server should see whether the disk is full or failing; the log says why in its lines "store". Once the disk is well Lianxin goes on by itself.',
  'alert.disk-low': 'The disk is nearly full',
  'alert.disk-low.means':
    'The disk of the data has {free} left. When it is full, what people send can no longer be taken.',
  'alert.disk-low.do':
    'Whoever runs the server should clear away other things, or put in a larger disk. In the folder of the data delete nothing by hand.',
  'alert.backup-missed': 'No new backup',
  'alert.backup-missed.means':
    'No backup was made for a day and a half. If the disk breaks now, or a mistake is made, the newest cannot be brought back.',
  'alert.backup-missed.do':
    'Whoever runs the server should run npm run backup and read what it says: most likely the disk is full.',
  'alert.updates-parked': 'Messages were not handled',
  'alert.updates-parked.means':
    'A fault of the program left messages unhandled: {count}. They are kept and not lost, and who wrote them knows. Something urgent may be among them.',
  'alert.updates-parked.do':
    'Whoever runs the server should soon look at the lines "parked" of the log, install a version in which it is mended, and then run npm run replay -- ID for each.',
  'alert.platform-token-refused': '{platform} does not know our token',
  'alert.platform-token-refused.means':
    'On {platform} nothing comes in and nothing goes out. What is to be sent waits.',
  'alert.platform-token-refused.do':
    'Whoever runs the server should copy the token anew (the README tells how under "Connect {platform}") and start again.',
  'alert.platform-address-refused': '{platform} does not accept our address',
  'alert.platform-address-refused.means': 'What is sent on {platform} does not reach us.',
  'alert.platform-address-refused.do':
    'Whoever runs the server should see whether PUBLIC_URL is right, mend it and start again.',
  'alert.platform-taken-over': 'Another program uses our {platform} token',
  'alert.platform-taken-over.means': 'What is sent on {platform} goes there and does not reach us.',
  'alert.platform-taken-over.do':
    'Whoever runs the server should see whether Lianxin runs on another machine too: stop that one and start this one again. If it does not, somebody may have taken the token: get a new one at once.',
  'alert.platform-unreachable': '{platform} cannot be reached',
  'alert.platform-unreachable.means':
    'On {platform} nothing comes in and nothing goes out. All of it waits and goes on by itself once it can be reached.',
  'alert.platform-unreachable.do':
    'Whoever runs the server should look at the network and the proxy; /healthz, opened on that machine, tells the reason.',
  'alert.platform-slowing': '{platform} asks us to slow down',
  'alert.platform-slowing.means': 'So much is sent that {platform} makes us wait. Messages come late; none is lost.',
  'alert.platform-slowing.do':
    'As a rule it is enough to wait. If it lasts for half a day, whoever runs the server should have a look.',
  'alert.no-pushable-officer': 'Places where no colleague gets notices',
  'alert.no-pushable-officer.means':
    '{names}, {count} in all: the colleagues there use only the page and get nothing while it is closed. At night something urgent would reach nobody.',
  'alert.no-pushable-officer.do':
    'One of the colleagues there should open the bot on {platform} on their phone, send "settings" and join it to the page; or invite somebody who is on {platform}.',
  'alert.key-not-saved': 'The master key is kept in one place only',
  'alert.key-not-saved.means':
    'It lies beside the data. If the machine breaks, not even a backup can be opened without it.',
  'alert.key-not-saved.do':
    'Whoever runs the server should run npm run key -- export and keep the result in a safe place; then press "Key is kept apart", or run npm run key -- saved.',
}
