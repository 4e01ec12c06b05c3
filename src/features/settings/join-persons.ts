import { endRow } from '../../delivery/notice'
import type { Joining } from '../../domain/credential'
import { joinYouths, mergePersons, type Side, type ToldField } from '../../domain/joining'
import type { OutboxRow } from '../../domain/message'
import type { Person } from '../../domain/person'
import {
  accounts,
  arrivingFiles,
  complaints,
  joinCodes,
  joinings,
  mailings,
  officers,
  outbox,
  persons,
  sessions,
  signUps,
  youths,
} from '../../store/collections'
import { contactsBefore, joinContacts } from '../contact-joining'
import type { Scene } from '../feature'
import { joinSignUps } from './join-sign-ups'
import { accountsOf } from './tell-accounts'

/** A person with their facets, locked. */
export async function sideOf(scene: Scene, person: Person): Promise<Side> {
  scene.lock(`person:${person.id}`)
  const officer = await scene.tx.get(officers, person.id)
  return {
    person,
    youth: await scene.tx.get(youths, person.id),
    officer: officer?.leftAt === null ? officer : undefined,
  }
}

/** Makes one person of two and keeps what is needed to undo it; gives the fields in which a value was given up. */
export async function joinPersons(
  scene: Scene,
  id: string,
  into: Side,
  from: Side,
): Promise<{ joining: Joining; differing: ToldField[] }> {
  const { tx, now } = scene
  const moved = await accountsOf(scene, from.person.id)
  const cases = await tx.find(complaints, { index: 'person', equals: from.person.id })
  const movedSignUps = await joinSignUps(scene, into.person.id, from.person.id)
  const contacts = await contactsBefore(scene, [into.youth, from.youth])
  const before = [
    { collection: persons.name, doc: from.person },
    ...[into.youth, from.youth].flatMap((doc) => (doc ? [{ collection: youths.name, doc }] : [])),
    ...cases.map((complaint) => ({ collection: complaints.name, doc: { id: complaint.id } })),
    ...movedSignUps.map((signUp) => ({ collection: signUps.name, doc: { id: signUp } })),
    ...contacts,
  ]
  const joining: Joining = {
    id,
    into: into.person.id,
    from: from.person.id,
    accounts: moved.map((account) => account.id),
    before,
    at: now,
    undoneAt: null,
    waitsForAdmin: false,
  }
  const { youth, differing } = joinYouths(into, from)
  if (from.youth) await tx.delete(youths, from.person.id)
  if (youth) {
    await tx.put(youths, youth)
    await joinContacts(scene, into.person.id, from.person.id, youth)
  }
  for (const complaint of cases) {
    // Nobody handles their own case.
    const owner = complaint.owner === into.person.id ? null : complaint.owner
    await tx.put(complaints, { ...complaint, person: into.person.id, owner })
  }
  for (const account of moved) await tx.put(accounts, { ...account, person: into.person.id })
  await moveSession(scene, into.person.id, from.person.id)
  await moveUnsent(scene, into.person.id, from.person.id)
  for (const file of await tx.find(arrivingFiles, { index: 'subject', equals: from.person.id })) {
    await tx.put(arrivingFiles, { ...file, person: into.person.id })
  }
  for (const code of await tx.find(joinCodes, { index: 'subject', equals: from.person.id })) {
    await tx.delete(joinCodes, code.id)
  }
  await tx.delete(persons, from.person.id)
  await keepPerson(scene, mergePersons(into.person, from.person))
  await tx.put(joinings, joining)
  return { joining, differing }
}

/** Puts a person in place, also for the rest of this message when it is the one who writes. */
export async function keepPerson(scene: Scene, person: Person): Promise<void> {
  const account = await scene.tx.get(accounts, scene.account.id)
  if (account?.person === person.id) await scene.changePerson(person)
  else await scene.tx.put(persons, person)
}

/** Forms that lose their sense once two persons are one. */
const aboutOneself = new Set([
  'join',
  'return-code',
  'register',
  'correct-me',
  'erase-me',
  'contact',
  'contact-reach',
  'contact-reply',
])

/** Other forms under way on the side that goes wait on the side that stays. */
async function moveSession({ tx }: Scene, into: string, from: string): Promise<void> {
  const theirs = await tx.get(sessions, from)
  if (!theirs) return
  await tx.delete(sessions, from)
  const open = [...theirs.aside, ...(theirs.turn ? [theirs.turn] : [])]
  const mine = (await tx.get(sessions, into)) ?? {
    ...theirs,
    id: into,
    turn: null,
    aside: [],
    held: null,
    heldFiles: [],
    answered: null,
    unanswered: null,
  }
  const aside = [...mine.aside, ...open.filter((turn) => !aboutOneself.has(turn.form))].slice(-3)
  await tx.put(sessions, { ...mine, aside })
}

function isOnItsWay({ settledAt, state }: OutboxRow): boolean {
  return settledAt === null || state === 'sent' || state === 'waiting' || state === 'unknown'
}

/** What was still to be sent reaches the person on the side that stays; what goes to many, once. */
async function moveUnsent({ tx, now }: Scene, into: string, from: string): Promise<void> {
  const rows = await tx.find(outbox, { index: 'subject', equals: from })
  const theirs = await tx.find(outbox, { index: 'subject', equals: into })
  // One that found nobody is no reason to keep back the one that may arrive.
  const inMailing = new Set(theirs.filter(isOnItsWay).flatMap(({ mailing }) => mailing ?? []))
  for (const row of rows.filter((row) => row.settledAt === null)) {
    const moved = { ...row, person: into, to: 'person' in row.to ? { person: into } : row.to }
    const isSecond = row.mailing !== undefined && inMailing.has(row.mailing) && row.state === 'queued'
    if (isSecond) await endRow(tx, moved, 'cancelled', 'no-longer-wanted', now)
    else await tx.put(outbox, moved)
  }
  for (const mailing of await tx.find(mailings, { index: 'subject', equals: from })) {
    await tx.put(mailings, { ...mailing, by: into })
  }
}
