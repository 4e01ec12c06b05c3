/** The database is there and this program cannot work with it: why, in Chinese and English, without its address. */
export class UnusableDatabase extends Error {}

/** Not just now. */
export class TakenDatabase extends UnusableDatabase {
  constructor() {
    super(takenWords)
  }
}

export const newerWords =
  '数据库是更新的联心写的，请用那个或更新的版本 / was written by a newer Lianxin: use that version or a later one'

const takenWords =
  '正在往这个数据库搬数据、恢复或换密钥，请等它做完 / is being filled, restored or given another key: wait until that is done'

export const pooledWords =
  '要直接连数据库。前面的连接池（例如 PgBouncer）是按事务分连接的，请改成 pool_mode = session，或写数据库自己的地址 / stands behind a pool that lends its connections for a transaction at a time: set pool_mode = session there (PgBouncer), or give the address of the database itself'

export const unfinishedWords =
  '往这个数据库搬数据没有搬完，请再运行一次同样的 npm run migrate / was not filled to the end: run the same npm run migrate once more'
