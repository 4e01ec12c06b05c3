import type { webChat as zh } from '../zh-CN/web-chat'

export const webChat: Record<keyof typeof zh, string> = {
  'web-chat.bad-request': 'That message could not be read and was not saved. Please send it again.',
  'web-chat.no-session': 'The session of this device has ended. Please reload the page.',
  'web-chat.wrong-origin': 'Please open Lianxin’s own page.',
  'web-chat.not-found': 'That file is not here; it may have been deleted.',
  'web-chat.id-reused': 'Another message had the same number; this one was not saved. Please send it anew.',
  'web-chat.too-large': 'The file is too large: at most 20 MB. Make the photo smaller or the video shorter.',
  'web-chat.file-type': 'This kind of file cannot be taken. Photos, PDF, sound, video, Word and Excel files can.',
  'web-chat.too-many': 'That was too fast. This one is sent by itself in a moment; what you sent before has arrived.',
  'web-chat.not-saved': 'Not saved yet. It is being sent again by itself.',
  'web-chat.away': 'The connection is away. It is tried again by itself; nothing has to be sent again.',
}
