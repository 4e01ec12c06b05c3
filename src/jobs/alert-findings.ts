import { after, hour, type Instant, minute } from '../domain/instant'
import type { AlertName, Finding } from '../domain/operator-alert'
import { isKeySaved } from '../features/officers/key-saved'
import { parked } from '../store/collections'
import type { JobDeps, Platform } from './job'
import { unreachedPoints } from './unreached-points'

type Find = (deps: JobDeps, now: Instant) => Finding | Promise<Finding>

const right: Finding = { is: 'right' }
const unclear: Finding = { is: 'unclear' }

/** A platform is missed when it was so long away, and is back when it was so long there: a bad line comes and goes. */
const settles = 5 * minute
const calms = 30 * minute
const backupPatience = 36 * hour
/** A disk that had so much more than its limit again does not fall below it by the next backup. */
const roomAgain = 1.25
/** In as many of the last 15 minutes a platform may ask to slow down. */
const mostMinutesFlooded = 3
const mostNames = 3

/** How each alert is found out: looks only, changes nothing. */
export const alertFindings: Record<AlertName, Find> = {
  // Known at once, and never storable: see `AlertBoard`.
  'store-failing': () => right,

  async 'disk-low'({ watch }) {
    const free = await watch.freeBytes()
    if (free < watch.leastBytes) return { is: 'wrong', params: { free: gigabytes(free) } }
    return free < watch.leastBytes * roomAgain ? unclear : right
  },

  async 'backup-missed'({ watch, backUp }, now) {
    if (!backUp) return right
    const newest = await watch.newestBackup()
    if (newest && newest > after(now, -backupPatience)) return right
    // The first one after a long rest takes its time.
    return watch.startedAt > after(now, -hour) ? unclear : { is: 'wrong' }
  },

  async 'updates-parked'({ store }) {
    const count = await store.read((tx) => tx.count(parked, { index: 'waiting', equals: 'waiting' }))
    return count > 0 ? { is: 'wrong', params: { count } } : right
  },

  'platform-token-refused': platformIs('token-refused'),
  'platform-address-refused': platformIs('address-refused'),
  'platform-taken-over': platformIs('taken-over'),
  'platform-unreachable': platformIs('unreachable'),

  'platform-slowing'({ watch }, now) {
    const slow = watch.platforms().find(({ minutesFlooded }) => minutesFlooded >= mostMinutesFlooded)
    if (slow) return { is: 'wrong', params: { platform: slow.name } }
    // What went before this process is not known to it.
    const isKnown = watch.startedAt <= after(now, -15 * minute)
    return isKnown && watch.platforms().every(({ minutesFlooded }) => minutesFlooded === 0) ? right : unclear
  },

  /** Where nothing pushes, nobody can do better: the workbench says once what would help. */
  async 'no-pushable-officer'({ watch, store }) {
    const [platform] = watch.platforms()
    const names = platform ? await unreachedPoints(store) : []
    if (!platform || names.length === 0) return right
    const params = { names: names.slice(0, mostNames).join('、'), count: names.length, platform: platform.name }
    return { is: 'wrong', params }
  },

  async 'key-not-saved'({ watch, store }) {
    return watch.isKeyWithData && !(await store.read(isKeySaved)) ? { is: 'wrong' } : right
  },
}

function platformIs(state: Platform['state']): Find {
  return ({ watch }, now) => {
    const lasts = ({ since }: Platform, milliseconds: number) => since <= after(now, -milliseconds)
    const all = watch.platforms()
    const bad = all.find((one) => one.state === state && lasts(one, settles))
    if (bad) return { is: 'wrong', since: bad.since, params: { platform: bad.name } }
    return all.every((one) => one.state === 'connected' && lasts(one, calms)) ? right : unclear
  }
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1024 ** 3).toFixed(1)} GB`
}
