/** The database is there and this program cannot work with it: why, in Chinese and English, without its address. */
export class UnusableDatabase extends Error {}

export const newerWords =
  '数据库是更新的联心写的，请用那个或更新的版本，什么也没有改动 / was written by a newer Lianxin: use that version or a later one; nothing was changed'

export const takenWords =
  '正在往这个数据库搬数据、恢复或换密钥，请等它做完 / is being filled, restored or given another key: wait until that is done'

export const unfinishedWords =
  '往这个数据库搬数据没有搬完，请再运行一次同样的 npm run migrate / was not filled to the end: run the same npm run migrate once more'
