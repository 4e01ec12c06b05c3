import type { settings as zh } from '../zh-CN/settings'

export const settings: Record<keyof typeof zh, string> = {
  'settings.me-title': 'This is what we keep about you:',
  'settings.me-unregistered': 'You are not registered; we do not know who you are.',
  'settings.me-cases': 'Cases: {numbers}',
  'settings.me-accounts': 'Connected accounts: {count}',
  'settings.me-since': 'Kept since {date}',
  'settings.correct': 'Correct my data',
  'settings.register': 'Register',
  'settings.export': 'Export a copy',
  'settings.erase': 'Erase everything',
  'settings.settings': 'Settings',
  'settings.export-too-often': 'You have had several copies within this hour; please come back a little later.',
  'settings.export-readable': 'This one is for you to read: everything about you, in words.',
  'settings.export-complete': 'This one is for computers: the same, with nothing left out.',
  'settings.export-no-files':
    'Files cannot be sent here. Please open {url} on a phone or computer, connect it in "settings", and export there.',
  'settings.export-nowhere': 'Files cannot be sent here. Please ask your liaison officer to export for you.',
  'settings.export-name': 'my-data',
  'settings.record-title': 'Lianxin: your data, {date}',
  'settings.record-registration': 'Registration',
  'settings.record-contact': 'Monthly contacts',
  'settings.record-consents': 'What you agreed to',
  'settings.record-consent-yes': '{date} agreed: {purpose} ({version})',
  'settings.record-consent-no': '{date} did not agree: {purpose} ({version})',
  'settings.purpose-registration': 'registration',
  'settings.purpose-complaint': 'complaint',
  'settings.record-accounts': 'Accounts',
  'settings.record-account': '{channel}, used since {date}',
  'settings.record-cases': 'Cases',
  'settings.record-events': 'Event sign-ups',
  'settings.record-event': '{when} {title}: {state}',
  'settings.record-conversation': 'Conversation',
  'settings.record-officer': 'Work for the committee',
  'settings.record-nothing': 'none',
  'settings.record-rest':
    'The other file sent with this one also holds records of sending and of codes, with nothing left out.',
  'settings.record-me': 'Me',
  'settings.record-bot': 'Lianxin',
  'settings.record-someone': 'Officer',
  'settings.erase-title': 'Erase everything',
  'settings.erase-ask': 'Erase everything about you?',
  'settings.erase-label': 'Erase',
  'settings.erase-explain':
    'Goes: your registration, the conversation, photos and files, what you said in cases. It cannot be brought back, and the return code ends.\nStays: that you agreed or did not agree, for 3 years, as proof that we asked (without your name); of cases only number and outcome, for counting.\nTo keep a copy first, send "cancel", then "me" and "Export a copy".',
  'settings.erase-explain-cases':
    'You have open cases: {numbers}. Erasing withdraws them; nobody will pursue them for you.\nGoes: your registration, the conversation, photos and files, what you said in cases. It cannot be brought back, and the return code ends.\nStays: that you agreed or did not agree, for 3 years, as proof that we asked (without your name); of cases only number and outcome, for counting.\nTo keep a copy first, send "cancel", then "me" and "Export a copy".',
  'settings.erase-yes': 'Yes, erase everything',
  'settings.erase-no': 'Not now',
  'settings.erase-kept': 'All right, nothing was erased.',
  'settings.erased':
    'Everything is erased. Thank you for having been in touch; all the best. Come back whenever you need us.',
  'settings.erased-chat': 'Please clear this chat yourself: what your phone keeps is out of our reach.',
  'settings.erase-officer':
    'You still work for the committee, and people may be waiting for you. Please let the administrator hand over your work first, then come back to erase.',
  'settings.urgent-case-erased':
    'The urgent case {number} was just erased; its content is gone. It may have been the person, or whoever holds the phone. Please find out whether they are safe.',
  'settings.case-erased': 'Case {number} was withdrawn by the person concerned and its content erased.',
  'settings.title': 'You can do this here:',
  'settings.lang': '语言 Language',
  'settings.connect': 'Connect another phone',
  'settings.new-return-code': 'New return code',
  'settings.undo-joining': 'Undo the last connection',
  'settings.privacy': 'Privacy',
  'settings.me': 'My data',
  'settings.lang-ask': '用哪种语言？Which language?',
  'settings.lang-done': 'All right, English from now on.',
  'settings.privacy-text':
    'Who can see what\n· Your registration: your liaison officer and the administrators above.\n· Your case: only the caseworker who handles it and the supervisor; not even administrators.\n· Your boss sees nothing, nor do other workers.\nEach look at your case is on record.',
  'settings.privacy-times':
    'How long\n· Registration and monthly contacts: until you erase them. If you agreed to nothing: 24 hours.\n· Conversation: 180 days. Unfinished forms: 30 days.\n· Event sign-ups: 12 months after the event.\n· Complaints never sent: 30 days. Withdrawn or declined cases: 6 months. Closed cases: 2 years.\n· Proof of consent, who looked at what: 3 years, numbers only.\nEverything is kept encrypted. The chat app you use can see the messages too.',
  'settings.privacy-rights':
    'Your rights\nSee, correct, export, erase everything: all in "me", at once, without asking anybody. You can say no at any time; complaints are handled all the same.',
  'settings.connect-ask':
    'With a new phone, or to use another app as well, you can connect the two.\nGet a code on one side first, then enter it on the other.',
  'settings.connect-code': 'Get a code here',
  'settings.connect-enter': 'I have a code',
  'settings.join-code':
    'Connection code: {code}\nWithin 10 minutes, send "connect" on your other phone and press "I have a code". It works once; do not give it to anybody.',
  'settings.join-title': 'Connect another phone',
  'settings.join-own': 'Is the other phone your own too?',
  'settings.join-own-explain':
    'Once connected, both sides show the same data and cases. Please do not enter a code somebody else gave you.',
  'settings.join-own-label': 'My own',
  'settings.join-own-yes': 'It is my own',
  'settings.join-own-no': 'No',
  'settings.join-enter': 'Please send the 8 digits shown there.',
  'settings.join-enter-label': 'Connection code',
  'settings.join-not-own': 'Then nothing is connected. Only you can see your data, as before.',
  'settings.code-length':
    'Connection and return codes are digits: {length} are needed here, {count} arrived. Spaces and hyphens do not matter.',
  'settings.join-wrong':
    'This code was not found: perhaps it was used, or one digit is different. Take your time and send it again.',
  'settings.join-expired': 'This code is older than 10 minutes. Please get a new one on the other side.',
  'settings.join-same': 'The two are connected already and are the same person.',
  'settings.too-many-tries':
    'That was tried several times now. Please rest a little and try again in an hour. If it is urgent, send "hotlines" and call.',
  'settings.two-officers':
    'Both sides are accounts of officers and cannot become one. Please let the administrator end one of them first.',
  'settings.joined': 'Connected: both sides are the same person now, with all data and cases.',
  'settings.joined-kept': 'Where the two differed, this was kept: {fields}. You can correct it in "me".',
  'settings.joined-agreed':
    'An administrator agreed, and the accounts are connected ({date}): both are the same person now. Send "workbench" to begin. If it was not you who asked for it, press "Undo the connection" at once; you can for 7 days.',
  'settings.joined-elsewhere':
    'Another account was connected to your data ({date}). If that was you, all is well; if not, please press "Undo the connection" at once; you can for 7 days.',
  'settings.joining-asked':
    'Another account asks to be connected to your data ({date}) and waits for an administrator. If that is not you, please tell the administrator at once.',
  'settings.joined-undo': 'Undo the connection',
  'settings.join-waits':
    'One side is an officer, so an administrator has to agree. They have been told; you will hear from us.',
  'settings.join-waits-nobody':
    'One side is an officer, so an administrator has to agree, and there is none yet. Please contact the committee.',
  'settings.join-request':
    '{name} asks to connect a new account. Please call and make sure it is really them, then agree.',
  'settings.join-confirm': 'I asked, agree',
  'settings.join-refuse': 'Do not agree',
  'settings.join-confirmed': 'All right, it is connected.',
  'settings.join-refused': 'All right, it was not connected.',
  'settings.join-refused-told': 'The administrator did not agree to the connection; the two stay apart.',
  'settings.join-past': 'This connection was dealt with already or is older than a day; nothing was changed.',
  'settings.undone':
    'Undone: the two are apart again, each with its own data. The return code ended; please get a new one in "settings".',
  'settings.undone-elsewhere':
    'The last connection was undone: the two are apart again, each with its own data. The return code ended; you can get a new one in "settings".',
  'settings.undo-past': 'This connection cannot be undone: it was undone already or is older than 7 days.',
  'settings.return-code':
    'Your return code:\n{code}\nIf you change or lose your phone, it brings you back here. Please save it as a phone contact now, named for example "Lianxin".\nKeep it well: it is not shown here again.',
  'settings.return-code-first': 'A return code is of use once you registered or complained. Send "register" to start.',
  'settings.return-code-new': 'All right, the old return code no longer works.',
  'settings.return-title': 'Return code',
  'settings.return-enter': 'Please send your 16-digit return code.',
  'settings.return-explain':
    'Look for it in your phone contacts. If you cannot find it, send "cancel" and ask your liaison officer.',
  'settings.return-label': 'Return code',
  'settings.return-same': 'Right, this is your return code, and you are in your own account already. Keep it safe.',
  'settings.welcome-back': 'Welcome back, {name}! Your data and cases are all here.',
  'settings.welcome-back-nameless': 'Welcome back! Your cases are all here.',
  'settings.return-code-used': 'The code you just used no longer works.',
}
