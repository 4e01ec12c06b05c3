import { wallTime, wallWeekday } from '../../domain/calendar'
import type { Language } from '../../domain/language'
import { isOnCall, type Officer, roles } from '../../domain/officer'
import { canChangeOfficer } from '../../domain/permissions'
import { liesWithin, type Unit } from '../../domain/unit'
import { officers, units } from '../../store/collections'
import type { ReadTx } from '../../store/store'
import { text } from '../../text/text'
import type { Saying, Scene } from '../feature'

/** Everyone who is an officer now. */
export async function allOfficers(tx: ReadTx): Promise<Officer[]> {
  const byId = new Map<string, Officer>()
  for (const role of roles) {
    for (const officer of await tx.find(officers, { index: 'role', equals: role })) byId.set(officer.id, officer)
  }
  return [...byId.values()].sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1))
}

/** Those whose unit is this one or lies below it. */
export async function officersBelow(tx: ReadTx, unit: string): Promise<Officer[]> {
  const found: Officer[] = []
  for (const officer of await allOfficers(tx)) {
    if (liesWithin(await unitOf(tx, officer.unit), unit)) found.push(officer)
  }
  return found
}

export async function unitOf(tx: ReadTx, id: string): Promise<Pick<Unit, 'id' | 'path' | 'name'>> {
  return (await tx.get(units, id)) ?? { id, path: ['root'], name: '' }
}

/** Whether being on call means anything for them: an urgent case is shown to nobody else. */
export function handlesCases(officer: Officer): boolean {
  return officer.roles.includes('caseworker') || officer.roles.includes('supervisor')
}

export async function onCallNow({ tx, now, zone }: Pick<Scene, 'tx' | 'now' | 'zone'>): Promise<Officer[]> {
  const all = await allOfficers(tx)
  return all.filter(
    (officer) => handlesCases(officer) && isOnCall(officer, wallWeekday(now, zone), wallTime(now, zone)),
  )
}

/** An officer whom this person may give and take roles; says that there is none otherwise. */
export async function changeableOfficer(scene: Scene, id: string): Promise<Officer | undefined> {
  const me = await scene.officer()
  const other = me && (await scene.tx.get(officers, id))
  if (other?.leftAt === null && canChangeOfficer(me, await unitOf(scene.tx, other.unit))) return other
  return undefined
}

/** The only admin of the committee: without them nobody could invite another. */
export async function isLastAdmin(tx: ReadTx, officer: Officer): Promise<boolean> {
  if (!officer.roles.includes('admin') || officer.unit !== 'root') return false
  const admins = await tx.find(officers, { index: 'role', equals: 'admin' })
  return !admins.some((other) => other.id !== officer.id && other.unit === 'root')
}

/** Who gets and loses roles is known to every other admin of the committee. */
export async function tellOtherAdmins(
  scene: Scene,
  about: string,
  saying: (language: Language) => Saying,
): Promise<void> {
  for (const admin of await scene.tx.find(officers, { index: 'role', equals: 'admin' })) {
    if (admin.unit === 'root' && admin.id !== scene.person.id && admin.id !== about)
      await scene.notify(admin.id, saying)
  }
}

export function sayNotAllowed(scene: Scene): void {
  scene.say({ text: text(scene.language, 'bot.not-allowed') })
}
