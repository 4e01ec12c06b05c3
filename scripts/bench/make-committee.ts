import { firstPlan } from '../../src/domain/contact-plan'
import { after, day } from '../../src/domain/instant'
import type { Unit } from '../../src/domain/unit'
import type { Youth } from '../../src/domain/youth'
import { moveFigures } from '../../src/features/contact-figures'
import {
  accounts,
  collections,
  complaints,
  consents,
  contactPlans,
  gatherings,
  ledgers,
  officers,
  outbox,
  persons,
  seen,
  sessions,
  settings,
  signUps,
  units,
  youths,
} from '../../src/store/collections'
import { openJsonStore } from '../../src/store/json/json-store'
import { caseEntries, history, logs } from '../../src/store/logs'
import type { Store, WriteTx } from '../../src/store/store'
import { makeComplaint } from './committee-complaint'
import { makeContacts } from './committee-contact'
import { type EventMade, makeEvent } from './committee-event'
import { makeNotice, makeSomeone, makeYouth, type Someone } from './committee-person'
import type { CommitteeSize } from './committee-size'
import { makeOfficers, makeUnits } from './committee-units'
import { Random } from './random'

/** People of one write; a database looks past what a write has not sent yet, so that small ones are quicker there. */
const batches = { json: 500, database: 20 }

interface Wanted {
  seed: number
  size: CommitteeSize
  now: string
}

/** Fills an empty folder with the reference committee; the same seed and day give the same people. */
export async function makeCommittee(options: Wanted & { folder: string; masterKey: Buffer }): Promise<void> {
  const { folder, masterKey, now } = options
  // One snapshot at the end instead of one each 32 MiB.
  const store = await openJsonStore({
    folder,
    collections,
    logs,
    masterKey,
    now: () => now,
    snapshotAfter: Number.POSITIVE_INFINITY,
  })
  await fillCommittee(store, options, batches.json)
  await store.compact()
  await store.close()
}

/** Puts the reference committee into an empty store, as the program itself would. */
export async function fillCommittee(
  store: Store,
  { seed, size, now }: Wanted,
  batch = batches.database,
): Promise<void> {
  const random = new Random(seed)
  const begun = after(now, -700 * day)
  const tree = makeUnits(size, begun)
  const points = tree.filter((unit) => unit.kind === 'point').map((unit) => unit.id)
  const staff = makeOfficers(size, begun, () => random.hex(24))
  const withRole = (role: string) => staff.filter((officer) => officer.roles.some((held) => held === role))
  const liaisons = new Map(withRole('liaison').map((officer) => [officer.unit, officer.id]))
  const caseworkers = withRole('caseworker').map((officer) => officer.id)

  await store.write([], async (tx) => {
    for (const unit of tree) await tx.put(units, unit)
    for (const [n, officer] of staff.entries()) {
      const someone = makeSomeone(size.people + n, seed, size, random, now)
      const { person, account, ...kept } = someone
      const as = { ...person, id: officer.id }
      await putSomeone(tx, { ...kept, person: as, account: { ...account, person: as.id }, history: [], seen: [] })
      await tx.put(officers, officer)
    }
    // Everybody has a plan already.
    await tx.put(settings, { id: 'contact-plans', value: { at: now } })
  })

  const counters = new Map<string, number>()
  const tally = tallyOf(tree, counters)
  const cases = Math.floor(size.people / size.complaints)
  const guests: string[] = []
  const noticeEach = Math.floor(size.people / size.notices)
  for (let from = 0; from < size.people; from += batch) {
    await store.write([], async (tx) => {
      for (let n = from; n < Math.min(from + batch, size.people); n++) {
        const someone = makeSomeone(n, seed, size, random, now)
        const { person } = someone
        const youth = makeYouth(n, person.id, person.createdAt, points, liaisons, random)
        await putSomeone(tx, someone)
        await putYouth(tx, youth)
        if (guests.length < 1000) guests.push(person.id)
        await putContacts(tx, tally, youth, size.months, random, now)
        if (n % noticeEach === 0) await tx.put(outbox, makeNotice(someone, random, now))
        if (n % cases !== 0) continue
        const worker = { id: person.id, point: youth.points[0] as string }
        const { complaint, entries } = makeComplaint(n / cases, worker, caseworkers, random, now)
        await tx.put(complaints, complaint)
        for (const entry of entries) await tx.append(caseEntries, complaint.id, entry)
      }
    })
  }
  const hosts = tree.filter((unit) => unit.kind === 'street' || unit.kind === 'area').map((unit) => unit.id)
  for (let n = 0; n < size.events; n++) {
    await store.write([], (tx) => putEvent(tx, makeEvent(n, guests, hosts, random, now), size.people))
  }
  await store.write([], async (tx) => {
    for (const [counter, sum] of counters) await tx.add(counter, sum)
  })
}

async function putSomeone(tx: WriteTx, { person, account, consent, session, history: said, seen: ids }: Someone) {
  await tx.put(persons, person)
  await tx.put(accounts, account)
  await tx.put(consents, { ...consent, person: person.id })
  if (session) await tx.put(sessions, { ...session, id: person.id })
  for (const entry of said) await tx.append(history, account.id, entry)
  for (const id of ids) await tx.put(seen, id)
}

async function putYouth(tx: WriteTx, youth: Youth): Promise<void> {
  await tx.put(youths, youth)
  const month = youth.registeredAt.slice(0, 7)
  for (const point of youth.points) await tx.add(`registered:${point}:${month}`, 1)
  await tx.add(`registered:all:${month}`, 1)
}

async function putEvent(tx: WriteTx, { gathering, signUps: given }: EventMade, people: number): Promise<void> {
  const { id, unit, startsAt } = gathering
  await tx.put(gatherings, gathering)
  for (const signUp of given) await tx.put(signUps, signUp)
  const month = startsAt.slice(0, 7)
  await tx.add(`event-seq:${id}`, given.length)
  await tx.add(`events-published:${unit}:${month}`, 1)
  const figures = { invited: people, 'signed-up': given.length, came: given.filter(({ cameAt }) => cameAt).length }
  for (const [figure, count] of Object.entries(figures)) {
    await tx.add(`event-${figure}:${id}`, count)
    await tx.add(`events-${figure}:${unit}:${month}`, count)
  }
}

/** The contacts of so many months, and what the counters say of them. */
async function putContacts(
  tx: WriteTx,
  tally: WriteTx,
  youth: Youth,
  months: number,
  random: Random,
  now: string,
): Promise<void> {
  const { plan, ledgers: years, registered, contacted } = makeContacts(youth, months, random, now)
  for (const ledger of years) await tx.put(ledgers, ledger)
  await tx.put(contactPlans, plan)
  const silent = { ...firstPlan(youth, registered), contacted: null, paused: plan.paused }
  await moveFigures(tally, registered, undefined, silent)
  for (const month of contacted) await moveFigures(tally, month, silent, { ...silent, contacted: month })
}

/** Counts beside the store what a million additions in it would take minutes for. */
function tallyOf(tree: readonly Unit[], counters: Map<string, number>): WriteTx {
  const byId = new Map(tree.map((unit) => [unit.id, unit]))
  const tally: Pick<WriteTx, 'get' | 'add'> = {
    get: async (_, id) => byId.get(id) as never,
    async add(counter, by) {
      counters.set(counter, (counters.get(counter) ?? 0) + by)
    },
  }
  return tally as WriteTx
}
