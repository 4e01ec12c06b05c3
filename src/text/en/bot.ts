import type { bot as zh } from '../zh-CN/bot'

export const bot: Record<keyof typeof zh, string> = {
  'bot.welcome':
    'Hello, I am Lianxin: {committee} keeps in touch with young people who work here through me.\nUnpaid wages, injury, no contract: you can say it here, free of charge, without registering first.',
  'bot.committee': 'the Youth League committee',
  'bot.welcome-back': 'Hello {name}. What can I do for you?',
  'bot.welcome-point': 'You scanned the code of "{point}".',
  'bot.start-complain': 'Wages, injury … I have a complaint',
  'bot.start-cases': 'See how far my case is',
  'bot.start-register': 'Register, get to know us',
  'bot.start-return': 'I was here before (return code)',
  'bot.menu': 'Use the menu below, or just send:',
  'bot.help':
    'What you can do here:\n· "complain": unpaid wages, injury, no contract …\n· "cases": see how far your case is\n· "register": let the liaison officer near you know you\n· "me": see, correct, export or erase your data\n· "hotlines": numbers you can call\nWhile answering you can send "back", "skip" or "cancel".',
  'bot.not-understood': 'I did not understand that.',
  'bot.parked-form': '"{form}" is set aside; we go on with it afterwards.',
  'bot.parked':
    'Sorry, something went wrong on our side with that message. It was not handled, but it is not lost. The administrator knows, and it will be handled after the repair. If it is urgent, please call a hotline.',
  'bot.parked-alert':
    'A message could not be handled and is kept. Please see the log, and run npm run replay after the repair.',
  'bot.new-admin-code':
    'Somebody made a new administrator code on the server; it works once within 24 hours. If it was none of you, please look into it at once.',
  'bot.not-allowed': 'This is not for you to use.',
  'bot.unsupported': 'I cannot read this kind of message yet. Please send text, photos or files.',
  'bot.nothing-to-cancel': 'There is nothing to cancel right now.',
  'bot.nothing-to-back': 'There is no question to go back to.',
  'bot.file-idle':
    'I got a file but do not know what it is for, so it was not kept. Send "complain" or "cases" first, then the photo.',
  'bot.too-many-parked': 'Too many unfinished forms; the oldest, "{form}", was deleted.',
  'bot.number-hint': 'answer with a number',
  'bot.word-hint': 'you can also answer: {words}',
  'menu.rights': 'My rights',
  'menu.help': 'Help',
  'menu.mine': 'Me',
  'command.start': 'Start',
  'command.menu': 'Menu',
  'command.register': 'Register',
  'command.complain': 'Complain',
  'command.cases': 'Cases',
  'command.hotlines': 'Hotlines',
  'command.urgent': 'Urgent help',
  'command.me': 'My data',
  'command.settings': 'Settings',
  'command.lang': '语言 Language',
  'command.help': 'How it works',
  'command.cancel': 'Cancel',
  'command.back': 'Back',
  'command.skip': 'Skip',
  'command.officer': 'Workbench',
  'command.admin': 'Administrator',
  'command.return': 'Return code',
  'command.privacy': 'Privacy',
}
