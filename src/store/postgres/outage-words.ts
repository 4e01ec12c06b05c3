import type { Outage } from './trouble'

interface Cause {
  /** Told by what the outage says in English. */
  is: RegExp
  chinese: string
  /** Nothing but another setting helps. */
  lasts?: true
}

const causes: Cause[] = [
  { is: /\(28/, chinese: '用户名或密码不对，或者数据库不让这台机器这样连（pg_hba.conf，也可能要 TLS）', lasts: true },
  { is: /\(08P01/, chinese: '数据库前面的连接池不接受网址里的内容', lasts: true },
  { is: /\(3D/, chinese: '没有这个数据库，请先建好（createdb）', lasts: true },
  {
    is: /not speak TLS/,
    chinese: '数据库没有打开 TLS（ssl = on）；数据库就在本机的话，去掉网址里的 sslmode',
    lasts: true,
  },
  {
    is: /certificate/,
    chinese: '数据库的证书不能信任：网址里用 sslrootcert 指出签它的 CA 证书，主机名要和证书上的一样',
    lasts: true,
  },
  { is: /\((ENOTFOUND|EAI_AGAIN)/, chinese: '找不到网址里的主机' },
  { is: /\(ECONNREFUSED/, chinese: '那里没有数据库在运行，或者端口不对' },
  { is: /\(53300/, chinese: '数据库的连接用完了（max_connections）' },
  { is: /\(57P03/, chinese: '数据库正在启动或停止' },
  { is: /\(25006/, chinese: '数据库现在只能读，可能正在切换' },
  { is: /\(53100/, chinese: '数据库那台机器的硬盘满了' },
]

const causeOf = ({ message }: Outage) => causes.find(({ is }) => is.test(message))

/** For whoever starts something, in Chinese and English. */
export function outageWords(outage: Outage): string {
  return `${causeOf(outage)?.chinese ?? '数据库现在用不了，请看它是否在运行、网址对不对'} / ${outage.message}`
}

/** 78 where trying again is of no use until the settings are others; else 75, whoever started us may try again. */
export function outageExit(outage: Outage): 75 | 78 {
  return causeOf(outage)?.lasts ? 78 : 75
}
