import type { Complaint } from '../../../domain/complaint'
import { complaints } from '../../../store/collections'
import { text } from '../../../text/text'
import { actionChoice, type Scene } from '../../feature'
import { addEntry } from '../case-record'
import { type OfficerCase, openButton, sayDone } from './officer-case'
import { whoSees } from './who-is-told'

type Proposal = NonNullable<Complaint['declining']>

/** What a proposal would do: decline a new case, or close one whose worker cannot be reached. */
export function proposedMove(complaint: Complaint) {
  return complaint.state === 'needs-info' ? ('close-unreached' as const) : ('decline' as const)
}

/** Names a proposal, so that a button of an earlier one confirms nothing. */
export function stampOf(proposal: Proposal): string {
  return Date.parse(proposal.at).toString(36)
}

/** Why nothing can be proposed: it takes a second person, and one proposal at a time. */
export async function proposalHindrance(
  scene: Scene,
  { officer, complaint }: OfficerCase,
): Promise<string | undefined> {
  if (complaint.declining) return text(scene.language, 'casework.proposal.already')
  const others = (await whoSees(scene.tx, complaint)).filter((other) => other.id !== officer.id)
  return others.length === 0 ? text(scene.language, 'casework.proposal.no-second') : undefined
}

/** Puts a proposal into the case and before everyone who could confirm it. */
export async function propose(
  scene: Scene,
  { officer, complaint }: OfficerCase,
  words: Pick<Proposal, 'reason' | 'rightPlace'>,
): Promise<void> {
  const declining: Proposal = { ...words, by: officer.id, at: scene.now }
  const proposed: Complaint = { ...complaint, declining }
  await scene.tx.put(complaints, proposed)
  await addEntry(scene, complaint, {
    kind: 'decline-proposed',
    text: [words.reason, words.rightPlace].filter(Boolean).join('\n'),
  })
  const argument = `${complaint.id}.${stampOf(declining)}`
  const what = proposedMove(complaint)
  for (const other of await whoSees(scene.tx, proposed)) {
    if (other.id === officer.id) continue
    await scene.notify(other.id, (language) => ({
      text: text(language, `casework.proposal.${what}`, { officer: officer.name, number: complaint.number }),
      choices: [
        openButton(language, complaint),
        actionChoice(text(language, 'casework.proposal.yes'), 'second-yes', argument),
        actionChoice(text(language, 'casework.proposal.no'), 'second-no', argument),
      ],
    }))
  }
  sayDone(scene, proposed, text(scene.language, 'casework.proposal.waits'))
}

/** The proposal as it stands in the case, for the one who is to confirm it. */
export function proposalLines(scene: Scene, complaint: Complaint, proposer: string): string[] {
  const { declining } = complaint
  if (!declining) return []
  const { language } = scene
  return [
    text(language, `casework.proposed.${proposedMove(complaint)}`, { officer: proposer, reason: declining.reason }),
    ...(declining.rightPlace ? [text(language, 'casework.proposed.place', { place: declining.rightPlace })] : []),
  ]
}
