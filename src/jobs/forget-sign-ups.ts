import { after, day, type Instant } from '../domain/instant'
import { gatherings, signUps } from '../store/collections'
import type { WriteTx } from '../store/store'
import { eventsIn, inSlices, type Slice, slice } from './each-event'
import type { Job, JobDeps } from './job'

const daysRemembered = 365
const daysOfDrafts = 30

export const forgetSignUps: Job = {
  name: 'forget-sign-ups',
  does: {
    'zh-CN': '活动过后一年，谁来过就不再保留，只留数字；过了日子的草稿全部删掉。',
    en: 'A year after an event nothing of it says who came: its figures stay. A draft whose day is long past goes wholly.',
  },
  schedule: '50 3 * * *',
  async run(deps, now) {
    const to = after(now, -daysRemembered * day)
    let forgotten = 0
    for (const { id } of await eventsIn(deps, { index: 'remembered', equals: 'remembered', to })) {
      forgotten += await inSlices(deps, id, (tx) => forgetSome(tx, now, id))
    }
    return { forgotten, drafts: await dropDrafts(deps, now) }
  },
}

async function forgetSome(tx: WriteTx, now: Instant, id: string): Promise<Slice> {
  const found = await tx.find(signUps, { index: 'gathering', equals: id, limit: slice })
  for (const signUp of found) await tx.delete(signUps, signUp.id)
  const gathering = await tx.get(gatherings, id)
  if (found.length === 0 && gathering) {
    await tx.put(gatherings, { ...gathering, picture: null, inviting: null, telling: null, forgottenAt: now })
  }
  return { did: found.length, next: found.length > 0 ? 0 : undefined }
}

async function dropDrafts(deps: JobDeps, now: Instant): Promise<number> {
  const to = after(now, -daysOfDrafts * day)
  const old = await eventsIn(deps, { index: 'state', equals: 'draft', to })
  for (const { id } of old) {
    await deps.store.write([`event:${id}`], async (tx) => {
      if ((await tx.get(gatherings, id))?.state === 'draft') await tx.delete(gatherings, id)
    })
  }
  return old.length
}
