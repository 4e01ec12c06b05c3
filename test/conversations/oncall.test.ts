import { afterEach, describe, expect, it } from 'vitest'
import type { OnCall } from '../../src/domain/officer'
import { auditOf, changeOfficer, officerOf, secondDevice } from '../support/case-world'
import { becomesOfficer, said, withPoints } from '../support/people'
import { type Channel, openWorld, type User, type World } from '../support/world'

let world: World
afterEach(() => world.close())

async function open(channel: Channel): Promise<User> {
  world = await openWorld({ channel })
  await withPoints(world)
  const officer = world.user('officer')
  await becomesOfficer(officer, '王姐', ['caseworker'])
  return officer
}

const office = { weekdays: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' }

describe.each<Channel>(['web', 'window'])('hours on call on %s', (channel) => {
  it('are chosen or typed, read back and kept', async () => {
    const officer = await open(channel)
    expect(said(await officer.presses('!officer-form.on-call'))).toContain('什么时候值班')
    await world.restart()
    expect(said(await officer.says('周一到周五 09:00–18:00'))).toContain('值班：周一到周五 09:00–18:00')
    expect((await officerOf(officer))?.onCall).toEqual(office)
    await officer.presses('!officer-form.on-call')
    await officer.says('每天晚上8点到早上8点')
    expect((await officerOf(officer))?.onCall).toEqual({
      weekdays: [1, 2, 3, 4, 5, 6, 7],
      from: '20:00',
      to: '08:00',
    })
    for (let n = 0; n < 10; n++) await officer.repeatsLast()
    expect((await auditOf(world)).filter(({ action }) => action === 'on-call-changed')).toHaveLength(2)
  })

  it('are asked again kindly, and guessed only with a question', async () => {
    const officer = await open(channel)
    await officer.presses('!officer-form.on-call')
    expect(said(await officer.says('看情况'))).toContain('可以这样写')
    expect(said(await officer.says('周一到周五'))).toContain('几点到几点')
    expect(said(await officer.says('9点到18点'))).toContain('是哪几天')
    expect(said(await officer.says('周一到周五 9点到6点'))).toContain('是 周一到周五 09:00–18:00 吗')
    expect(said(await officer.says('不对'))).toContain('什么时候值班')
    await officer.says('周一到周五 9点到6点')
    await officer.says('对')
    expect((await officerOf(officer))?.onCall).toEqual(office)
  })

  it('may be none, and cancelling changes nothing', async () => {
    const officer = await open(channel)
    await changeOfficer(officer, { onCall: office })
    await officer.presses('!officer-form.on-call')
    await officer.says('取消')
    expect((await officerOf(officer))?.onCall).toEqual(office)
    await officer.presses('!officer-form.on-call')
    const tablet = await secondDevice(officer)
    expect(said(await tablet.says('不值班'))).toContain('你不值班')
    expect((await officerOf(officer))?.onCall).toBeNull()
  })
})

/** 10:00 on a Friday in Shanghai. */
const now: OnCall = { weekdays: [5], from: '09:00', to: '18:00' }
const tomorrow: OnCall = { weekdays: [6], from: '09:00', to: '18:00' }

async function raisesAlarm(): Promise<void> {
  const worker = world.user('worker')
  await worker.says('紧急')
  await worker.says('我被关在工地宿舍')
  await worker.says('东门工地')
}

async function toldOf(user: User): Promise<{ text: string; opens: boolean; urgent: boolean }> {
  const bodies = await user.inbox()
  const rows = (await world.rowsFor(user)).filter((row) => row.lane === 'notice')
  return {
    text: said(bodies),
    opens: bodies.some((body) => body.choices.some((choice) => choice.value.startsWith('!case-open.'))),
    urgent: rows.some((row) => row.urgent),
  }
}

describe('an alarm', () => {
  it('reaches who is on call now, at once, without a word of what was told', async () => {
    const officer = await open('web')
    await changeOfficer(officer, { onCall: now })
    const others = [
      ['tomorrow', ['caseworker'], tomorrow],
      ['admin', ['admin'], now],
      ['liaison', ['liaison'], now],
    ] as const
    for (const [name, roles, onCall] of others) {
      await becomesOfficer(world.user(name), name, [...roles])
      await changeOfficer(world.user(name), { onCall })
      await world.user(name).inbox()
    }
    await officer.inbox()
    await raisesAlarm()
    const told = await toldOf(officer)
    expect(told).toMatchObject({ opens: true, urgent: true })
    expect(told.text).toMatch(/紧急：案子 WQ-20261120-0001 要马上看/)
    expect(told.text).not.toMatch(/关|工地/)
    for (const [name] of others) expect((await toldOf(world.user(name))).urgent, name).toBe(false)
  })

  it('reaches everyone who sees cases where nobody is on call', async () => {
    const officer = await open('web')
    const boss = world.user('boss')
    await becomesOfficer(boss, '李督', ['supervisor'])
    await boss.inbox()
    await officer.inbox()
    await raisesAlarm()
    for (const user of [officer, boss]) expect(await toldOf(user)).toMatchObject({ opens: true, urgent: true })
  })

  it('reaches the admins, without number or button, where nobody handles cases', async () => {
    const officer = await open('web')
    await changeOfficer(officer, { roles: ['admin'] })
    await officer.inbox()
    await raisesAlarm()
    const told = await toldOf(officer)
    expect(told).toMatchObject({ opens: false, urgent: true })
    expect(told.text).toContain('没有人办案')
    expect(told.text).not.toContain('WQ-')
  })
})
