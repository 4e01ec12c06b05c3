import type { Gathering } from '../../src/domain/gathering'
import { hour } from '../../src/domain/instant'
import type { SignUp, SignUpState } from '../../src/domain/signup'
import type { Youth } from '../../src/domain/youth'
import { gatherings, persons, signUps, youths } from '../../src/store/collections'
import { becomesOfficer, withPoints } from './people'
import { type Channel, openWorld, type User, type World } from './world'

/** Tomorrow in a week, a Saturday at 19:00; the clock of a world begins on a Friday at ten. */
export const saturday = '2026-11-28T11:00:00.000Z'

/** A committee with two points and an admin. */
export async function withEvents(channel: Channel): Promise<{ world: World; admin: User }> {
  const world = await openWorld({ channel })
  await withPoints(world)
  const admin = world.user('admin')
  await becomesOfficer(admin, '张书记', ['admin'])
  await admin.inbox()
  return { world, admin }
}

/** Somebody registered, without the questions. */
export async function registered(world: World, name: string, about: Partial<Youth> = {}): Promise<User> {
  const user = world.user(name)
  if (!(await user.account())) await user.says('你好')
  const id = await user.personId()
  const at = world.clock.now()
  await world.write(async (tx) => {
    const person = await tx.get(persons, id)
    const registration = { version: 'registration-1', at }
    if (person) await tx.put(persons, { ...person, consents: { registration }, returnCode: `code-${id}` })
    await tx.put(youths, youthAt(id, at, { name, ...about }))
  })
  await user.inbox()
  return user
}

export function youthAt(id: string, at: string, about: Partial<Youth> = {}): Youth {
  return {
    id,
    name: '小李',
    birthYear: 2006,
    phone: null,
    homePlace: null,
    livesAt: null,
    worksAt: null,
    trade: null,
    employer: null,
    leagueMember: null,
    points: ['point-1'],
    liaison: null,
    registeredAt: at,
    updatedAt: at,
    form: { id: 'register', questions: '' },
    ...about,
  }
}

/** A published event on a Saturday evening, whom it suits already invited. */
export async function hasEvent(world: World, changes: Partial<Gathering> = {}): Promise<Gathering> {
  const gathering = eventAt(world.clock.now(), changes)
  await world.write((tx) => tx.put(gatherings, gathering))
  return gathering
}

export function eventAt(at: string, changes: Partial<Gathering> = {}): Gathering {
  const startsAt = changes.startsAt ?? saturday
  return {
    id: 'event-1',
    unit: 'root',
    kind: 'friends',
    title: '周末交友会',
    startsAt,
    endsAt: new Date(Date.parse(startsAt) + 2 * hour).toISOString(),
    place: '民治街道文化站',
    places: 30,
    signUpFrom: null,
    signUpUntil: null,
    audience: { trades: [], ages: null, leagueOnly: false },
    text: null,
    picture: null,
    state: 'published',
    stateAt: at,
    revision: 0,
    code: '4711',
    reason: null,
    inviting: null,
    telling: null,
    createdAt: at,
    forgottenAt: null,
    ...changes,
  }
}

export async function eventOf(world: World, id = 'event-1'): Promise<Gathering> {
  const gathering = await world.read((tx) => tx.get(gatherings, id))
  if (!gathering) throw new Error(`no ${id}`)
  return gathering
}

/** The one event there is. */
export async function onlyEvent(world: World): Promise<Gathering> {
  const found: Gathering[] = []
  for await (const gathering of world.store.walk(gatherings)) found.push(gathering)
  const [only, ...others] = found
  if (!only || others.length > 0) throw new Error(`${found.length} events`)
  return only
}

export async function stateOf(user: User, id = 'event-1'): Promise<SignUpState | undefined> {
  return (await signUpOfUser(user, id))?.state
}

export async function signUpOfUser(user: User, id = 'event-1'): Promise<SignUp | undefined> {
  const equals = `${id}:${await user.personId()}`
  return (await user.world.read((tx) => tx.find(signUps, { index: 'who', equals })))[0]
}

export function signUpsOf(world: World, id = 'event-1'): Promise<SignUp[]> {
  return world.read((tx) => tx.find(signUps, { index: 'gathering', equals: id }))
}
