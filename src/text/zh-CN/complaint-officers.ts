export const complaintOfficers = {
  'casework.open': '打开',
  'casework.urgent': '紧急：案子 {number} 要马上看。',
  'casework.nobody-handles': '有案子在等，但现在没有人办案。请邀请一位维权专员（发「工作台」）。',
  'casework.nobody-handles-urgent': '紧急：有案子要马上看，但现在没有人办案。请马上邀请一位维权专员（发「工作台」）。',
} as const
