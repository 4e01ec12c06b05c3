import { expect, it } from 'vitest'
import { casesOf, submits } from '../support/complaining'
import { becomesOfficer, said } from '../support/people'
import { prepareWorkerOnPhone, worker, world } from '../support/worker-on-phone'

prepareWorkerOnPhone()

const photo = (name: string) => ({ name, type: 'image/jpeg', bytes: new TextEncoder().encode(name) })

it('an album sent outside any form goes into the case as a whole with one tap', async () => {
  await submits(worker)
  await worker.says('取消')
  for (const name of ['欠条.jpg', '工牌.jpg', '转账.jpg']) await worker.sendsFile(photo(name))
  await worker.presses('好，转给他')
  const names = (await casesOf(worker))[0]?.evidence.map(({ file }) => file.name)
  expect(names).toEqual(['欠条.jpg', '工牌.jpg', '转账.jpg'])
})

it('something else said in between means only what was sent after it', async () => {
  await submits(worker)
  await worker.says('取消')
  await worker.sendsFile(photo('自拍.jpg'))
  await worker.says('菜单')
  await worker.sendsFile(photo('欠条.jpg'))
  await worker.presses('好，转给他')
  expect((await casesOf(worker))[0]?.evidence.map(({ file }) => file.name)).toEqual(['欠条.jpg'])
})

it('what is written where photos are asked for is offered to be passed on, and the question asked again', async () => {
  await submits(worker)
  const words = '这张是八月的工资条，上面有老板签名，后来他不认了'
  const answer = said(await worker.says(words))
  expect(answer).toContain('要转给办你案子的人')
  expect(answer).toContain('这里请发照片')
  await worker.presses('好，转给他')
  const [complaint] = await casesOf(worker)
  expect((await worker.session())?.turn?.form).toBe('complaint-details')
  expect(complaint?.given.details).toEqual({})
  expect(said(await worker.says('看'))).not.toContain('要转给办你案子的人')
})

it('the phone number given by a tap counts where it is asked for, and nowhere else', async () => {
  await worker.says('登记')
  await worker.presses('同意，开始登记')
  expect(said(await worker.givesPhone('8613812345678'))).toContain('现在没有问你的手机号')
  await worker.says('小李')
  await worker.says('19')
  expect(said(await worker.givesPhone('8613812345678'))).toContain('老家')
  expect((await worker.session())?.turn?.answers.phone).toBe('13812345678')
  expect(said(await worker.givesPhone('8613812345678'))).toContain('现在没有问你的手机号')
  expect((await worker.session())?.turn?.answers).not.toHaveProperty('home')
})

it('a list of which several can be chosen changes its marks in place', async () => {
  await becomesOfficer(worker, '王姐', ['admin'])
  await worker.presses('!officer-form.invite-officer')
  const replaced = async () => (await world.rowsFor(worker)).filter(({ replaces }) => replaces !== null).length
  const [ticked] = await worker.presses('联络员')
  expect(ticked?.choices.map(({ label }) => label)).toContain('✓ 联络员')
  expect(await replaced()).toBe(1)
  await worker.presses('维权专员')
  expect(await replaced()).toBe(2)
})

it('a tick that brings a warning swallows no question: both are messages of their own', async () => {
  await worker.says('投诉')
  await worker.presses('同意，开始')
  const warned = await worker.presses('被打、被威胁')
  expect(warned).toHaveLength(2)
  expect(said(warned)).toContain('110')
  expect((await world.rowsFor(worker)).every(({ replaces }) => replaces === null)).toBe(true)
})
