import { describe, expect, it } from 'vitest'
import { toldByVoice } from '../../src/domain/told-by-voice'
import { caseOf, entriesOf } from '../support/case-world'
import { casesOf, submits } from '../support/complaining'
import { becomesOfficer, hasCase, said } from '../support/people'
import { prepareWorkerOnPhone, worker, world } from '../support/worker-on-phone'

prepareWorkerOnPhone()

const voice = { name: 'voice.ogg', type: 'audio/ogg', bytes: new TextEncoder().encode('喂') }
const video = { name: 'clip.mp4', type: 'video/mp4', bytes: new TextEncoder().encode('看') }
const told = toldByVoice

describe('a voice message', () => {
  it.each([voice, video])('tells what happened, and is kept as evidence: $type', async (file) => {
    await submits(worker)
    await worker.says('跳过')
    expect((await worker.session())?.turn?.answers).toEqual({ evidence: null })
    const answer = said(await worker.sendsFile(file))
    expect(answer).toContain('这一题就算答过了')
    expect(answer).toContain('怎么称呼')
    await world.fetchFiles()
    const [complaint] = await casesOf(worker)
    expect(complaint?.given.details).toEqual({ facts: told })
    expect(complaint?.evidence).toMatchObject([{ file: { name: file.name, sha256: expect.any(String) } }])
    const officer = world.user('officer')
    await becomesOfficer(officer, '王姐', ['caseworker'])
    expect(said(await officer.presses(`!case-open.${complaint?.id}`))).toContain('（语音，已放进证据）')
    await officer.says('/lang en')
    expect(said(await officer.presses(`!case-open.${complaint?.id}`))).toContain('(told by voice')
    await world.restart()
    // What was told by voice may be told anew in words.
    await worker.says('返回')
    await worker.says('三个月没发工资')
    expect((await casesOf(worker))[0]?.given.details).toEqual({ facts: '三个月没发工资' })
    expect((await casesOf(worker))[0]?.evidence).toHaveLength(1)
  })

  it('is laid aside as evidence at another question of a complaint', async () => {
    await worker.says('投诉')
    for (const turn of ['同意', '没有', '工资']) await worker.says(turn)
    const answer = said(await worker.sendsFile(voice))
    expect(answer).toContain('语音收到了（1 个）')
    expect((await worker.session())?.turn?.answers).not.toHaveProperty('against')
  })

  it('is kindly refused where it can be neither', async () => {
    await worker.says('登记')
    await worker.presses('同意，开始登记')
    expect(said(await worker.sendsFile(voice))).toContain('我听不懂')
    await worker.says('小李')
    expect(said(await worker.sendsFile(voice))).toContain('我听不懂')
    expect((await worker.session())?.turn?.answers).toEqual({ consent: true, name: '小李' })
  })

  it('is a word to the caseworker', async () => {
    const officer = world.user('officer')
    await becomesOfficer(officer, '王姐', ['caseworker'])
    await worker.says('你好')
    await hasCase(worker, 1)
    await worker.presses('!my-words.case-1')
    const answer = said(await worker.sendsFile(voice))
    expect(answer).toContain('WQ-20261120-0001')
    expect((await caseOf(world)).evidence).toHaveLength(1)
    expect((await entriesOf(world)).map(({ kind, text }) => [kind, text]).slice(1)).toEqual([
      ['evidence', null],
      ['from-worker', told],
    ])
    expect(said(await worker.says('进度'))).toContain('你说：（语音，已放进证据）')
    await officer.says('/lang en')
    for (const look of ['open', 'history']) {
      const shown = said(await officer.presses(`!case-${look}.case-1`))
      expect(shown).toContain('(told by voice')
      expect(shown).not.toContain('⟦')
    }
  })

  it('calls for help, and is with the case that the call made', async () => {
    const officer = world.user('officer')
    await becomesOfficer(officer, '王姐', ['caseworker'])
    await worker.says('救命')
    const answer = said(await worker.sendsFile(voice))
    expect(answer).toContain('你现在在哪里')
    const [complaint] = await casesOf(worker)
    expect(complaint).toMatchObject({ urgent: true, state: 'draft', evidence: [{ file: { name: 'voice.ogg' } }] })
    expect((await world.rowsFor(officer)).some(({ urgent }) => urgent)).toBe(true)
    // A photo of the gate says where, too, but not in words.
    expect(said(await worker.sendsFile({ ...voice, name: 'gate.jpg', type: 'image/jpeg' }))).toContain('照片收到了')
    await worker.says('龙华区民治万科工地三号楼')
    expect((await casesOf(worker))[0]).toMatchObject({ given: { place: '龙华区民治万科工地三号楼' } })
    expect((await casesOf(worker))[0]?.evidence).toHaveLength(2)
  })

  it('is offered to the case outside any form, by its own name', async () => {
    expect(said(await worker.sendsFile(voice))).toContain('收到语音了，但不知道')
    await hasCase(worker, 1)
    expect(said(await worker.sendsFile(voice))).toContain('收到语音。要放进你的案子里吗')
  })
})
