import { after, hour, type Instant } from '../domain/instant'
import { type AlertName, alertNames, type Finding } from '../domain/operator-alert'
import { lastLook, noteLook } from '../features/officers/how-it-runs'
import { noteFinding, tellOutage } from '../features/operator-alerts'
import { StoreUnavailable } from '../store/store'
import { alertFindings } from './alert-findings'
import type { Job, JobDeps } from './job'

/** A disk that fails again and again is told of in one message an hour. */
const outagePause = hour

export const findAlerts: Job = {
  name: 'find-alerts',
  does: {
    'zh-CN': '查运行的人要留意的事（磁盘、备份、平台、没办成的消息、密钥），告诉管理员。',
    en: "Looks for what the operator must see to (disk, backups, platforms, parked messages, the key), and tells the committee's admins.",
  },
  schedule: '*/5 * * * *',
  everywhere: true,
  async run(deps, now) {
    const { store, watch } = deps
    const findings = await findAll(deps, now)
    watch.board.saw(findings)
    if (!store.health().ok) return { told: 0 }
    const { outage } = watch.board
    const { told, isOutageTold, isKnown } = await store.write(['rule:alerts'], async (tx) => {
      let told = 0
      for (const [name, finding] of findings) if (await noteFinding(tx, deps, now, name, finding)) told += 1
      const last = await lastLook(tx)
      // Another process that met the same has told of it.
      const isKnown = outage && (last?.outageToldAt ?? '') >= outage.to
      const isDue = outage && !isKnown && (last?.outageToldAt ?? '') <= after(now, -outagePause)
      const isOutageTold = isDue && (await tellOutage(tx, deps, now, outage))
      const pushes = watch.platforms().length > 0
      await noteLook(tx, { at: now, pushes, outageToldAt: isOutageTold ? now : (last?.outageToldAt ?? null) })
      return { told, isOutageTold, isKnown }
    })
    if (outage && (isOutageTold || isKnown)) watch.board.told(outage)
    return { told: told + (isOutageTold ? 1 : 0) }
  },
}

async function findAll(deps: JobDeps, now: Instant): Promise<Map<AlertName, Finding>> {
  const findings = new Map<AlertName, Finding>()
  for (const name of alertNames) findings.set(name, await find(deps, now, name))
  return findings
}

/** What cannot be looked at says nothing about anything else. */
async function find(deps: JobDeps, now: Instant, name: AlertName): Promise<Finding> {
  try {
    return await alertFindings[name](deps, now)
  } catch (fault) {
    if (!(fault instanceof StoreUnavailable)) deps.onFault(fault)
    return { is: 'unclear' }
  }
}
