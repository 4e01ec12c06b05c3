/** The database is there and this program cannot work with it: why, in Chinese and English, without its address. */
export class UnusableDatabase extends Error {}

export const newerWords =
  '数据库是更新的联心写的，请用那个或更新的版本，什么也没有改动 / was written by a newer Lianxin: use that version or a later one; nothing was changed'
