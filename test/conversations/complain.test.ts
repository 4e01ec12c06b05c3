import { afterEach, describe, expect, it } from 'vitest'
import { complaints, consents, persons } from '../../src/store/collections'
import type { Channel, User, World } from '../support/world'
import { openWorld } from '../support/world'

let world: World
afterEach(() => world.close())

/** What is said on the way from nothing to a number, after the command. */
const eightTurns = [
  '同意，开始',
  '都没有',
  '拖欠我的工资',
  '宏达建筑 13812345678',
  '龙华区民治万科工地',
  '8月',
  '一万八',
  '没错，提交',
]

async function casesOf(user: User) {
  const person = await user.personId()
  return world.read((tx) => tx.find(complaints, { index: 'person', equals: person }))
}

const textOf = (bodies: { text: string }[]) => bodies.map((body) => body.text).join('\n')

describe.each<Channel>(['web', 'window'])('a complaint on %s', (channel) => {
  it('has its number after eight short answers', async () => {
    world = await openWorld({ channel })
    const worker = world.user('a')
    await worker.says('投诉')
    let last = ''
    for (const turn of eightTurns) last = textOf(await worker.says(turn))
    expect(last).toContain('WQ-20261120-0001')
    expect(last).toContain('11月23日')
    expect(last).toContain('11月25日')
    expect(last).toMatch(/\d{4}-\d{4}-\d{4}-\d{4}/)
    const [complaint, ...others] = await casesOf(worker)
    expect(others).toEqual([])
    expect(complaint).toMatchObject({
      number: 'WQ-20261120-0001',
      state: 'submitted',
      urgent: false,
      unit: 'root',
      given: {
        dangers: [],
        kind: 'own-wage',
        against: '宏达建筑 13812345678',
        place: '龙华区民治万科工地',
        since: { iso: '2026-08', about: false },
        amount: { fen: 1_800_000, about: false },
        arrears: [],
      },
      next: { step: 'first-word', by: '2026-11-23', estimated: false },
      form: { id: 'complain' },
    })
    const person = await world.read((tx) => tx.get(persons, complaint?.person ?? ''))
    expect(person?.consents.complaint?.version).toBe(complaint?.consentVersion)
    expect(person?.returnCode).toBeTruthy()
    const agreed = await world.read((tx) => tx.find(consents, { index: 'subject', equals: complaint?.person ?? '' }))
    expect(agreed).toMatchObject([{ purpose: 'complaint', agreed: true }])
  })
})
