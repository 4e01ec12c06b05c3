import type { Complaint } from '../../../domain/complaint'
import { canSeeCase } from '../../../domain/permissions'
import type { Scene } from '../../feature'
import { linkedCases } from '../linked-cases'
import type { OfficerCase } from './officer-case'
import { unitOfCase } from './who-is-told'

/** The cases merged with this one that the officer may see too. */
export async function linkedSeen({ tx }: Pick<Scene, 'tx'>, { officer, complaint }: OfficerCase): Promise<Complaint[]> {
  const seen: Complaint[] = []
  for (const other of await linkedCases(tx, complaint)) {
    if (canSeeCase(officer, await unitOfCase(tx, other), other)) seen.push(other)
  }
  return seen
}
