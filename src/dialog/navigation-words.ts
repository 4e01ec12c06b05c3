export type Navigation = 'back' | 'skip' | 'cancel'

/** The words that move through a form, wherever they are typed. */
export const navigationWords: Record<Navigation, readonly string[]> = {
  back: ['返回', '上一步', '退回', 'back', '/back'],
  skip: ['跳过', '略过', '下一个', 'skip', '/skip'],
  cancel: ['取消', '退出', '不填了', '算了', 'cancel', '/cancel'],
}
