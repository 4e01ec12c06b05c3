import { mailingFigures } from '../delivery/mailing'
import { endOfMonth } from '../domain/contact-month'
import { isAhead, signUpEnd } from '../domain/gathering'
import type { Instant } from '../domain/instant'
import { type Mailing, mailingStates } from '../domain/mailing'
import { mailingReport, mailingTitle } from '../features/mailing-report'
import { tellPerson } from '../features/tell-person'
import { gatherings, mailings, officers, persons } from '../store/collections'
import type { ReadTx, WriteTx } from '../store/store'
import { text } from '../text/text'
import { cancelUnsent } from './cancel-unsent'
import type { Job, JobDeps } from './job'

export const endMailings: Job = {
  name: 'end-mailings',
  does: {
    'zh-CN': '停发的、过期的群发，收回还没发的；发完了告诉发起的人。',
    en: 'Takes away what is unsent of a mailing that was cancelled or is past its time; tells its sender when one has ended.',
  },
  schedule: '* * * * *',
  async run(deps, now) {
    const { store } = deps
    let unsent = 0
    let ended = 0
    const found = await store.read((tx) =>
      Promise.all(mailingStates.map((equals) => tx.find(mailings, { index: 'open', equals }))),
    )
    for (const mailing of found.flat()) {
      try {
        const { isOver, isLate } = await store.read((tx) => comes(tx, deps, mailing, now))
        const why = mailing.state === 'cancelled' ? 'stopped' : isLate ? 'too-late' : 'unwanted'
        if (isOver || mailing.state === 'cancelled') unsent += await cancelUnsent(deps, mailing, why, now)
        if (await end(deps, mailing.id, now)) ended += 1
      } catch (fault) {
        deps.onFault(fault)
      }
    }
    return { unsent, ended }
  },
}

/** Whether more may be queued for it, whether anything of it can still be of use, and if not, whether time made it so. */
async function comes(tx: ReadTx, { zone }: JobDeps, { matter }: Mailing, now: Instant) {
  if (matter.kind !== 'invitation') {
    const isOver = endOfMonth(matter.month, zone) <= now
    return { isOver, isLate: isOver, isComplete: isOver }
  }
  const gathering = await tx.get(gatherings, matter.event)
  if (!gathering || !isAhead(gathering, now)) {
    return { isOver: true, isLate: gathering?.state === 'published', isComplete: true }
  }
  // Put off once more, sign-up opens it again with the first it brings.
  return { isOver: false, isLate: false, isComplete: gathering.inviting === null || signUpEnd(gathering) <= now }
}

async function end(deps: JobDeps, id: string, now: Instant): Promise<boolean> {
  return deps.store.write([`rule:mailing:${id}`], async (tx) => {
    const mailing = await tx.get(mailings, id)
    if (!mailing || mailing.endedAt) return false
    const { isComplete } = await comes(tx, deps, mailing, now)
    if (!isComplete && mailing.state !== 'cancelled') return false
    const { left, made } = await mailingFigures(tx, id)
    if (left > 0) return false
    const ended = { ...mailing, endedAt: now }
    await tx.put(mailings, ended)
    await tellSender(tx, deps, ended, made, now)
    return true
  })
}

/** Once for all that were made, and again when more were; who is no officer any more is told nothing. */
async function tellSender(tx: WriteTx, deps: JobDeps, mailing: Mailing, made: number, now: Instant): Promise<void> {
  const officer = mailing.by === null ? undefined : await tx.get(officers, mailing.by)
  if (officer?.leftAt !== null) return
  const language = (await tx.get(persons, officer.id))?.language ?? 'zh-CN'
  const reading = { tx, language, now, zone: deps.zone }
  const title = await mailingTitle(reading, mailing)
  const said = text(language, 'mailing.told', { title, report: await mailingReport(reading, mailing) })
  await tellPerson(tx, deps, now, officer.id, () => ({ text: said }), { key: `mailing-ended:${mailing.id}:${made}` })
}
