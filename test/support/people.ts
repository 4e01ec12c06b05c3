import { type Complaint, untouched } from '../../src/domain/complaint'
import type { Body } from '../../src/domain/message'
import type { Role } from '../../src/domain/officer'
import type { Person } from '../../src/domain/person'
import type { Youth } from '../../src/domain/youth'
import { complaints, officers, persons, units, youths } from '../../src/store/collections'
import { caseEntries } from '../../src/store/logs'
import type { User, World } from './world'

/** Everything said, in one text. */
export function said(bodies: readonly Body[]): string {
  return bodies.map((body) => body.text).join('\n')
}

/** The root unit and so many liaison points below it. */
export async function withPoints(world: World, count = 2): Promise<void> {
  const unit = { createdAt: '2026-01-01T00:00:00.000Z', closedAt: null }
  await world.write(async (tx) => {
    await tx.put(units, {
      ...unit,
      id: 'root',
      kind: 'district',
      site: null,
      name: '城东团区委',
      parent: null,
      path: ['root'],
      code: 'root',
    })
    for (let n = 1; n <= count; n++) {
      const id = `point-${n}`
      await tx.put(units, {
        ...unit,
        id,
        kind: 'point',
        site: 'village',
        name: `联络点${n}号`,
        parent: 'root',
        path: ['root', id],
        code: `code${n}`,
      })
    }
  })
}

/** Registers with a name and an age, the rest skipped; gives the return code as it was shown. */
export async function registers(user: User, name = '小李', phone = '跳过'): Promise<string> {
  await user.says('登记')
  await user.presses('同意，开始登记')
  for (const answer of [name, '19', phone, '四川达州']) await user.says(answer)
  while ((await user.session())?.turn?.answers.leagueMember === undefined) await user.says('跳过')
  await user.says('跳过')
  const done = said(await user.says('没错，登记'))
  return done.match(/\d{4}-\d{4}-\d{4}-\d{4}/)?.[0] ?? ''
}

export async function becomesOfficer(user: User, name: string, roles: Role[], unit = 'root'): Promise<string> {
  if (!(await user.account())) await user.says('你好')
  const id = await user.personId()
  const createdAt = user.world.clock.now()
  await user.world.write((tx) => tx.put(officers, { id, name, roles, unit, onCall: null, createdAt, leftAt: null }))
  return id
}

/** A case as it stands after a complaint, its record begun. */
export async function hasCase(user: User, n: number, changes: Partial<Complaint> = {}): Promise<Complaint> {
  const now = user.world.clock.now()
  const complaint: Complaint = {
    id: `case-${n}`,
    number: `WQ-20261120-000${n}`,
    person: await user.personId(),
    unit: 'root',
    state: 'submitted',
    urgent: false,
    given: {
      dangers: [],
      kind: 'own-wage',
      against: '东门大楼的王老板',
      place: '东门工地',
      since: null,
      amount: { fen: 1_800_000, about: false },
      arrears: [],
      details: { facts: '三个月没发工资了' },
    },
    ...untouched,
    createdAt: now,
    submittedAt: now,
    stateAt: now,
    next: null,
    consentVersion: null,
    form: null,
    ...changes,
  }
  await user.world.write(async (tx) => {
    await tx.put(complaints, complaint)
    await tx.append(caseEntries, complaint.id, {
      at: now,
      case: complaint.id,
      actor: complaint.person,
      kind: 'from-worker',
      from: null,
      to: null,
      text: '老板说没钱',
    })
  })
  return complaint
}

export async function youthOf(user: User): Promise<Youth | undefined> {
  const id = await user.personId()
  return user.world.read((tx) => tx.get(youths, id))
}

export async function personOf(user: User): Promise<Person | undefined> {
  const id = await user.personId()
  return user.world.read((tx) => tx.get(persons, id))
}

/** Looks at the notices that came and presses a choice of theirs; gives what they said and the answer. */
export async function pressesNotice(user: User, label: string): Promise<{ notices: string; answer: string }> {
  const notices = await user.inbox()
  const choice = notices.flatMap((body) => body.choices).findLast((choice) => choice.label === label)
  if (!choice) throw new Error(`no notice offers ${label}`)
  return { notices: said(notices), answer: said(await user.presses(choice.value)) }
}

/** A liaison officer of the first point, and a registered worker at it. */
export async function liaisonAndWorker(world: World): Promise<{ liaison: User; worker: User }> {
  await withPoints(world)
  const liaison = world.user('liaison')
  await becomesOfficer(liaison, '陈姐', ['liaison'], 'point-1')
  const worker = world.user('worker')
  await registers(worker)
  await worker.presses('!add-point.point-1')
  return { liaison, worker }
}

/** Sets a worker's address and place of work straight. */
export async function livesAndWorks(worker: User): Promise<void> {
  await worker.says('我的')
  await worker.presses('改资料')
  for (const words of ['改5', '民治村', '改6', '万科工地', '没错，保存']) await worker.says(words)
}
