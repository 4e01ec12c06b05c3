import type { Complaint } from '../../domain/complaint'
import { isOpen } from '../../domain/complaint-moves'
import type { FileRef } from '../../domain/message'
import { complaints } from '../../store/collections'
import { text } from '../../text/text'
import type { Scene } from '../feature'
import { addEntry, moveCase, tellCaseworkers } from './case-record'
import { ownCases, ownCaseToChange } from './own-cases'

export const mostFiles = 30

/** Stores files with their case, once each; gives the case as it is now and how many found no room. */
export async function addEvidence(
  scene: Scene,
  complaint: Complaint,
  files: readonly FileRef[],
): Promise<{ complaint: Complaint; refused: number }> {
  const known = new Set(complaint.evidence.map(({ file }) => file.id))
  const fresh = files.filter((file) => !known.has(file.id))
  const taken = fresh.slice(0, Math.max(0, mostFiles - complaint.evidence.length))
  const refused = fresh.length - taken.length
  if (taken.length === 0) return { complaint, refused }
  const added = taken.map(({ words = null, ...file }) => ({ file, at: scene.now, note: words }))
  const kept: Complaint = { ...complaint, evidence: [...complaint.evidence, ...added] }
  await scene.tx.put(complaints, kept)
  for (const { note } of added) await addEntry(scene, kept, { kind: 'evidence', text: note })
  const { id, number } = kept
  await tellCaseworkers(
    scene,
    kept,
    (language) => ({ text: text(language, 'complaints.officer-evidence', { number }) }),
    { key: `evidence:${id}:${scene.now.slice(0, 13)}` },
  )
  return { complaint: await answerIfAsked(scene, kept), refused }
}

/** The changed words of a file stand beside it, and on the record as the worker's. */
export async function changesFileWords(scene: Scene, file: string, words: string): Promise<boolean> {
  const mine = (await ownCases(scene)).filter(isOpen)
  const found = mine.find(({ evidence }) => evidence.some((piece) => piece.file.id === file))
  if (!found) return false
  const complaint = await ownCaseToChange(scene, found.id)
  if (!complaint) return false
  const note = words || null
  const evidence = complaint.evidence.map((piece) => (piece.file.id === file ? { ...piece, note } : piece))
  const kept = { ...complaint, evidence }
  await scene.tx.put(complaints, kept)
  if (note) await addEntry(scene, kept, { kind: 'from-worker', text: note })
  return true
}

/** Whatever the worker gives answers what was asked. */
export async function answerIfAsked(scene: Scene, complaint: Complaint): Promise<Complaint> {
  if (complaint.state !== 'needs-info') return complaint
  const moved = await moveCase(scene, complaint, 'give-info', 'worker')
  return moved.ok ? moved.complaint : complaint
}
