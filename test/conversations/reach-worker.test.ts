import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { noteReach } from '../../src/delivery/reach'
import { caseOf, changeCase, withCase } from '../support/case-world'
import { becomesOfficer, said } from '../support/people'
import type { User, World } from '../support/world'

let world: World
let worker: User
let officer: User
beforeEach(async () => {
  const opened = await withCase('push', { state: 'handling' })
  world = opened.world
  worker = opened.worker
  officer = world.user('officer')
  await becomesOfficer(officer, '王姐', ['caseworker'])
  await officer.inbox()
})
afterEach(() => world.close())

const blocks = (is: boolean) =>
  noteReach(
    world.store,
    { channel: 'push', externalId: 'worker' },
    is ? { reason: 'blocked' } : null,
    world.clock.now(),
  )

async function writes(): Promise<string> {
  await officer.presses('!case-form.write-to-worker.case-1')
  await officer.says('明天来一趟')
  return said(await officer.says('发出去'))
}

describe('an officer writes to a worker who stopped the chat', () => {
  it('and hears at once that it cannot be brought now, and by which phone they are reached', async () => {
    await blocks(true)
    const answer = await writes()
    expect(answer).toContain('还没有送到')
    expect(answer).toContain('现在发不到本人')
    expect(answer).not.toContain('发给本人了')
    expect(answer).not.toContain('打电话')
    expect(said(await officer.presses('!case-open.case-1'))).toContain('现在发不到本人')
    expect(said(await officer.presses('!case-form.close-case.case-1'))).not.toContain('发不到')

    await blocks(false)
    expect(said(await worker.inbox())).toContain('明天来一趟')
    expect(said(await officer.presses('!case-open.case-1'))).not.toContain('发不到')
  })

  it('whose phone is known', async () => {
    const { given } = await caseOf(world)
    await blocks(true)
    await changeCase(world, { given: { ...given, details: { phone: '13812345678' } } })
    expect(await writes()).toContain('打电话：13812345678')
    await changeCase(world, { given: { ...given, details: { phone: '13812345678', 'may-call': false } } })
    expect(await writes()).not.toContain('13812345678')
  })

  it('and learns it on the case page when it turns out only later', async () => {
    world.push.blocked.add('worker')
    expect(await writes()).toContain('发给本人了')
    await world.deliver()
    await world.deliver()
    expect(said(await officer.presses('!case-open.case-1'))).toContain('现在发不到本人')
  })

  it('who was refused what was written, although they can be reached', async () => {
    expect(await writes()).toContain('发给本人了')
    await worker.inbox()
    expect(said(await officer.presses('!case-open.case-1'))).not.toContain('没有送到')
    world.push.refused.add('worker')
    await writes()
    await world.deliver()
    expect(said(await officer.presses('!case-open.case-1'))).toContain('没有送到')
  })
})

it('whoever takes a case on hears that its worker cannot be told', async () => {
  await world.close()
  const opened = await withCase('push')
  world = opened.world
  officer = world.user('officer')
  await becomesOfficer(officer, '王姐', ['caseworker'])
  await blocks(true)
  expect(said(await officer.presses('!case-accept.case-1'))).toContain('现在发不到本人')
})
