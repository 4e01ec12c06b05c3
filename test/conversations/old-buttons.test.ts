import { describe, expect, it } from 'vitest'
import type { Body } from '../../src/domain/message'
import { casesOf, eightTurns, saysAll } from '../support/complaining'
import { said } from '../support/people'
import { prepareWorkerOnPhone, worker, world } from '../support/worker-on-phone'

prepareWorkerOnPhone()

const buttonOf = (bodies: readonly Body[], label: string) =>
  bodies.flatMap(({ choices }) => choices).find((choice) => choice.label === label)?.value ?? ''

/** Up to the read-back; gives the value of its button that submits. */
async function reads(): Promise<string> {
  await worker.says('投诉')
  await saysAll(worker, eightTurns.slice(0, 6))
  return buttonOf(await worker.says('一万八'), '没错，提交')
}

describe('the button under a read-back', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['the words were edited', () => worker.edits('一万八', '两万')],
    ['the answer was changed by its number', () => saysAll(worker, ['6', '两万'])],
  ])('submits nothing that was not read over: %s', async (_, change) => {
    const old = await reads()
    expect(old).toMatch(/^[\x21-\x7e]{1,64}$/)
    await change()
    const shown = await worker.presses(old)
    expect(await casesOf(worker)).toEqual([])
    expect(said(shown)).toContain('已经过去了')
    expect(said(shown)).toContain('20,000')
    await worker.presses(buttonOf(shown, '没错，提交'))
    expect((await casesOf(worker))[0]?.given.amount?.fen).toBe(2_000_000)
  })

  it('is good again when the answer is as it was shown', async () => {
    const old = await reads()
    await saysAll(worker, ['6', '两万', '6', '一万八'])
    await worker.presses(old)
    expect((await casesOf(worker))[0]?.given.amount?.fen).toBe(1_800_000)
  })

  it('is good in another language, and when the bytes of a photo have come', async () => {
    await worker.says('投诉')
    await saysAll(worker, eightTurns.slice(0, 6))
    await worker.sendsFile({ name: 'a.jpg', type: 'image/jpeg', bytes: new TextEncoder().encode('图') })
    const shown = await worker.says('一万八')
    const old = buttonOf(shown, '没错，提交')
    await world.fetchFiles()
    await worker.says('/lang en')
    await worker.presses(old)
    expect(await casesOf(worker)).toHaveLength(1)
  })
})

it('the button under "is that right?" confirms that guess only', async () => {
  await worker.says('投诉')
  await saysAll(worker, eightTurns.slice(0, 6))
  const old = buttonOf(await worker.says('18万'), '对')
  const asked = await worker.edits('18万', '28万')
  expect(said(asked)).toContain('280,000')
  expect(said(await worker.presses(old))).toContain('280,000')
  expect((await worker.session())?.turn?.answers).not.toHaveProperty('owed')
  await worker.presses(buttonOf(asked, '对'))
  expect((await worker.session())?.turn?.answers.owed).toMatchObject({ amount: { fen: 28_000_000 } })
})
