import type { urgent as zh } from '../zh-CN/urgent'

export const urgent: Record<keyof typeof zh, string> = {
  'complaints.danger-injured': 'Somebody is hurt',
  'complaints.danger-threatened': 'Beaten or threatened',
  'complaints.danger-locked-in': 'Locked in, cannot leave',
  'complaints.danger-under-16': 'Somebody is under 16',
  'complaints.danger-papers-held': 'ID or bank card taken',
  'complaints.danger-none': 'None of these',
  'complaints.danger-other': 'Something else, I will say',
  'complaints.danger-mistaken': 'Nothing, it was a mistake',
  'complaints.call-120': 'Call 120 first (ambulance).',
  'complaints.call-110': 'Call 110 first (police). If you cannot speak, text 12110.',
  'complaints.call-if-worse': 'If anyone hits you or holds you back, call 110 first.',
  'complaints.alarm-told':
    'The person on duty has been told, number {number}, and will write to you here.\nIf you can, go on below; if not, somebody will still come to you.',
  'complaints.alarm-nobody':
    'It is noted, number {number}, and will be seen as soon as somebody is at work. Please call 110 or 120 now and do not wait.',
  'complaints.do-urgent': 'Urgent, in danger',
  'complaints.urgent-title': 'Urgent help',
  'complaints.urgent-now':
    'Beaten or locked in: call 110 (if you cannot speak, text 12110).\nHurt or unwell: call 120.',
  'complaints.urgent-danger': 'What is happening? Tap one, or just say it.',
  'complaints.urgent-danger-explained':
    'The person on duty knows as soon as you tap. If you cannot type, send a voice message.',
  'complaints.urgent-where': 'Where are you now?',
  'complaints.urgent-mistaken':
    'All right, nobody was called. If you are in danger, call 110; send "urgent" again and say a word, and the person on duty knows at once.',
  'complaints.urgent-mistaken-stands':
    'All right, nobody was called again, and the person on duty sees that you said so ({number}). They may still ask you; to withdraw it, send "progress".',
  'complaints.urgent-or-mistaken':
    'If it is really nothing, tap "Nothing, it was a mistake". If something is wrong just say it, whatever it is, and the person on duty knows at once.',
  'complaints.urgent-done':
    'All right. If anything changes, send "urgent" again.\nOnce you are safe, you can tell what happened:',
  'complaints.hotlines': 'You can call these at once:',
  'complaints.hotline-12333': 'Labour office: wages, insurance, injury',
  'complaints.hotline-12345': 'Government: anything at all',
  'complaints.hotline-12348': 'Lawyers and legal aid, free',
  'complaints.hotline-12351': 'Trade union: wages and injuries too',
  'complaints.hotline-12355': 'Youth line: law, and whatever weighs on you',
  'complaints.hotline-110': 'Police: beaten, locked in, threatened',
  'complaints.hotline-120': 'Ambulance: hurt or very ill',
  'complaints.cry-help':
    'In danger, call first: beaten or locked in, 110 (if you cannot speak, text 12110); hurt or unwell, 120.\nTap "Urgent, in danger" or send "urgent" and a person knows at once, before any question.',
  'complaints.cry-despair':
    'Thank you for saying it. You need not carry this alone.\nCall 12356 now (national mental health line) and somebody will listen; in danger right now, call 120 or 110.\nTap "Talk to somebody" or send "urgent", and one of us will look for you here.',
  'complaints.do-talk': 'Talk to somebody',
  'complaints.call-12356':
    'If it is too much, call 12356 now (national mental health line); in danger right now, call 120 or 110.',
  'complaints.hotline-12356': 'Mental health: when it is too much, or you do not want to live',
}
