export const webChat = {
  'web-chat.bad-request': '这条消息没看懂，没有保存。请再发一次。',
  'web-chat.no-session': '这台设备的登录过期了，请刷新页面。',
  'web-chat.wrong-origin': '请从联心自己的页面打开。',
  'web-chat.not-found': '找不到这个文件，可能已经删了。',
  'web-chat.id-reused': '这条消息和刚才那条编号一样、内容不同，没有保存。请重新发送。',
  'web-chat.too-large': '文件太大了，最大 20 MB。照片可以先缩小，视频可以截短再发。',
  'web-chat.file-type': '这种文件收不了。可以发照片、PDF、录音、视频，或 Word、Excel 文件。',
  'web-chat.too-many': '发得太快了。这一条过一会儿自动发出去，前面的都收到了。',
  'web-chat.not-saved': '还没有存上，正在自动重发，不用管。',
  'web-chat.away': '现在连不上，会自动再试，不用重发。',
} as const
