import { type Environment, LOOPBACK } from './environment'
import type { Problem } from './problem'

/** Whether a variable is given, be it right or wrong by itself: what a wrong one would go with is told in the same round. */
type IsGiven = (name: keyof Environment) => boolean

type Rule = Problem & { when(is: Environment, isGiven: IsGiven): boolean }

/** Ports that Telegram's servers call. */
const WEBHOOK_PORTS = new Set(['', '80', '88', '443', '8443'])

/** Settings that are right one by one and cannot stand together. */
export const impossible: Rule[] = [
  {
    name: 'DATA_KEY',
    problem: '不能和 DATA_KEY_FILE 同时给出 / cannot be given together with DATA_KEY_FILE',
    when: (_, isGiven) => isGiven('DATA_KEY') && isGiven('DATA_KEY_FILE'),
  },
  {
    name: 'BACKUP',
    problem:
      'off 只用于 DATABASE_URL：文件夹总是自己备份 / can be off only with DATABASE_URL: a folder always backs itself up',
    when: (is, isGiven) => is.BACKUP === 'off' && !isGiven('DATABASE_URL'),
  },
  ...(['TELEGRAM_MODE', 'TELEGRAM_WEBHOOK_SECRET', 'TELEGRAM_API_ROOT', 'TELEGRAM_PROXY'] as const).map(
    (name): Rule => ({
      name,
      problem: '需要同时给出 TELEGRAM_BOT_TOKEN / needs TELEGRAM_BOT_TOKEN',
      when: (_, isGiven) => isGiven(name) && !isGiven('TELEGRAM_BOT_TOKEN'),
    }),
  ),
  {
    name: 'TELEGRAM_MODE',
    problem:
      'webhook 需要 PUBLIC_URL，即 Telegram 能连到的网址 / webhook needs PUBLIC_URL, the address that Telegram can reach',
    when: (is, isGiven) => is.TELEGRAM_MODE === 'webhook' && !isGiven('PUBLIC_URL'),
  },
  {
    name: 'PUBLIC_URL',
    problem:
      'Telegram 只连 https 的 443、80、88、8443 端口 / Telegram calls https addresses on port 443, 80, 88 or 8443 only',
    when: (is, isGiven) =>
      is.TELEGRAM_MODE === 'webhook' &&
      !isGiven('TELEGRAM_API_ROOT') &&
      is.PUBLIC_URL !== undefined &&
      !(is.PUBLIC_URL.startsWith('https:') && WEBHOOK_PORTS.has(new URL(is.PUBLIC_URL).port)),
  },
  {
    name: 'TELEGRAM_WEBHOOK_SECRET',
    problem: '只在 TELEGRAM_MODE=webhook 时有用 / is of use only with TELEGRAM_MODE=webhook',
    when: (is, isGiven) =>
      isGiven('TELEGRAM_WEBHOOK_SECRET') && (is.TELEGRAM_MODE === 'polling' || !isGiven('TELEGRAM_MODE')),
  },
  {
    name: 'TELEGRAM_PROXY',
    problem: '不能用于 http:// 的 TELEGRAM_API_ROOT / cannot be used with an http:// TELEGRAM_API_ROOT',
    when: (is, isGiven) => isGiven('TELEGRAM_PROXY') && is.TELEGRAM_API_ROOT?.startsWith('http:') === true,
  },
]

/** What works and is most likely not meant. */
export const doubtful: Rule[] = [
  {
    name: 'DATABASE_URL',
    problem:
      '是别的机器，又没有 sslmode，数据会明文传输 / is another machine without sslmode: the data travel unencrypted',
    when: (is) => {
      if (is.DATABASE_URL === undefined) return false
      const { hostname, searchParams } = new URL(is.DATABASE_URL)
      // A socket of this machine begins with a slash.
      return (
        !LOOPBACK.has(hostname) && !hostname.startsWith('%2') && ['disable', null].includes(searchParams.get('sslmode'))
      )
    },
  },
  {
    name: 'TELEGRAM_API_ROOT',
    problem:
      '是别的机器的 http:// 网址，令牌和谈话会明文传输 / is an http:// address of another machine: the token and conversations travel unencrypted',
    when: (is) =>
      is.TELEGRAM_API_ROOT?.startsWith('http:') === true && !LOOPBACK.has(new URL(is.TELEGRAM_API_ROOT).hostname),
  },
  {
    name: 'TRUST_PROXY',
    problem: '前面有代理，最好写明 PUBLIC_URL，即大家打开的网址 / stands without PUBLIC_URL, the address people open',
    when: (is) => is.TRUST_PROXY && is.PUBLIC_URL === undefined,
  },
  {
    name: 'HOST',
    problem:
      '网络上都能连到，又没有 https 的 PUBLIC_URL，谈话内容会明文传输 / is open to the network without an https PUBLIC_URL: conversations travel unencrypted',
    when: (is) => !LOOPBACK.has(is.HOST) && !is.PUBLIC_URL?.startsWith('https:'),
  },
  {
    name: 'PUBLIC_URL',
    problem:
      '前面有 https 代理却没有 TRUST_PROXY=1，所有人会合用一个访问次数限制 / stands behind an https proxy without TRUST_PROXY=1: all visitors share one rate limit',
    when: (is) => is.PUBLIC_URL?.startsWith('https:') === true && !is.TRUST_PROXY,
  },
]

/** What arises of the rules, `wrong` being the variables that are wrong by themselves. */
export function arise(rules: readonly Rule[], is: Environment, wrong: ReadonlySet<string> = new Set()): Problem[] {
  const isGiven: IsGiven = (name) => is[name] !== undefined || wrong.has(name)
  return rules.filter((rule) => rule.when(is, isGiven)).map(({ name, problem }) => ({ name, problem }))
}
