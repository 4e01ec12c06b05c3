import type { Complaint } from '../../domain/complaint'
import { isOpen } from '../../domain/complaint-moves'
import type { Language } from '../../domain/language'
import { complaints } from '../../store/collections'
import { text } from '../../text/text'
import { type Action, actionChoice, type Saying, type Scene } from '../feature'
import { addEntry, moveCase, tellCaseworkers } from './case-record'
import { ownCase, ownCaseToChange } from './own-cases'

type Merging = NonNullable<Complaint['merging']>

/** Names a proposal, so that a button of an earlier one decides nothing. */
function stampOf({ at }: Merging): string {
  return Date.parse(at).toString(36)
}

/** What the worker is asked: nothing is merged without a yes. */
export function mergeQuestion(language: Language, complaint: Complaint, merging: Merging, into: Complaint): Saying {
  const argument = `${complaint.id}.${stampOf(merging)}`
  return {
    text: text(language, 'casework.worker.merge', { number: complaint.number, into: into.number }),
    choices: [
      actionChoice(text(language, 'casework.worker.merge-yes'), 'my-merge-yes', argument),
      actionChoice(text(language, 'casework.worker.merge-no'), 'my-merge-no', argument),
    ],
  }
}

/** The two cases of the very proposal the button belongs to, both held; else it is said that it is past. */
async function proposed(
  scene: Scene,
  argument: string,
): Promise<{ complaint: Complaint; into: Complaint } | undefined> {
  const [id = '', stamp] = argument.split('.')
  const complaint = await ownCaseToChange(scene, id)
  const merging = complaint?.merging
  const into = merging && stampOf(merging) === stamp ? await ownCaseToChange(scene, merging.into) : undefined
  if (complaint && into && isOpen(into)) return { complaint, into }
  const key = complaint ? 'complaints.changed-meanwhile' : 'complaints.no-such-case'
  scene.say({ text: text(scene.language, key) })
  return undefined
}

export const mergeActions: readonly Action[] = [
  {
    id: 'my-merge-yes',
    async run(scene, argument) {
      const found = await proposed(scene, argument)
      if (!found) return
      const { number } = found.complaint
      const into = found.into.number
      const moved = await moveCase(scene, found.complaint, 'merge', 'worker', {
        text: into,
        changes: { mergedInto: found.into.id },
      })
      if (!moved.ok) return scene.say({ text: text(scene.language, 'complaints.changed-meanwhile') })
      await addEntry(scene, found.into, {
        kind: 'from-worker',
        text: text(scene.language, 'complaints.merged-in', { number }),
      })
      await tellCaseworkers(scene, found.into, (to) => ({
        text: text(to, 'complaints.officer-merged', { number, into }),
      }))
      scene.say({
        text: text(scene.language, 'complaints.merged', { number, into }),
        choices: [actionChoice(into, 'my-case', found.into.id)],
      })
    },
  },
  {
    id: 'my-merge-no',
    async run(scene, argument) {
      const found = await proposed(scene, argument)
      if (!found) return
      const { number } = found.complaint
      const apart = { ...found.complaint, merging: null }
      await scene.tx.put(complaints, apart)
      await addEntry(scene, apart, { kind: 'merge-refused' })
      await tellCaseworkers(scene, apart, (to) => ({ text: text(to, 'complaints.officer-not-merged', { number }) }))
      scene.say({ text: text(scene.language, 'complaints.not-merged', { number }) })
    },
  },
]

/** Where a merged case goes on. */
export async function mergedAway(scene: Scene, complaint: Complaint): Promise<string | undefined> {
  const into = await ownCase(scene, complaint.mergedInto)
  return into && text(scene.language, 'complaints.merged-away', { into: into.number })
}
