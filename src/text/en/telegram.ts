import type { telegram as zh } from '../zh-CN/telegram'

export const telegram: Record<keyof typeof zh, string> = {
  'telegram.share-phone': '📱 Send my phone number',
  'telegram.share-phone-how': 'No need to type: tap "📱 Send my phone number" below.',
  'telegram.late':
    'Something is being repaired on our side. What you sent is not lost and will be handled; please do not send it again. If it is urgent call 110 or 120.',
  'telegram.press-late':
    'Something is being repaired on our side. Your tap may not have been noted; please tap again in a few minutes. If it is urgent call 110 or 120.',
  'telegram.private-only':
    'I only talk in private: in a group everybody can read along. Please tap my picture and write to me alone.',
}
