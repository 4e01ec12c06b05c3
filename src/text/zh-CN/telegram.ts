export const telegram = {
  'telegram.share-phone': '📱 发我的手机号',
  'telegram.share-phone-how': '不想打字，点下面的「📱 发我的手机号」。',
  'telegram.late': '我们这边正在抢修，你发的没有丢，修好后会处理，请不要再发一遍。急事请打 110 或 120。',
  'telegram.press-late': '我们这边正在抢修，刚才这一下可能没有记上，过几分钟请再点一次。急事请打 110 或 120。',
  'telegram.private-only': '我只在私聊里说话：群里大家都看得到，不安全。请点我的头像，单独发给我。',
} as const
