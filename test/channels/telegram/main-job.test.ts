import { afterEach, describe, expect, test } from 'vitest'
import { complaints, outbox, youths } from '../../../src/store/collections'
import { addsEvidence, answersCase, complains, officerAndWorker, photo } from '../../support/main-job-on-telegram'
import { type Mode, openTelegramSite, type TelegramSite } from '../../support/telegram-site'

let telegram: TelegramSite | undefined
afterEach(async () => {
  await telegram?.close()
  telegram = undefined
})

describe.each<Mode>(['polling', 'webhook'])('by %s', (mode) => {
  test('a worker registers, files a complaint with a photo, and an officer answers', async () => {
    telegram = await openTelegramSite(mode)
    const { api, site } = telegram
    const { officer, worker } = await officerAndWorker(api)
    const number = await complains(worker)
    expect(number).toMatch(/-0001$/)
    await expect.poll(() => officer.shown().some(({ text }) => text.includes(`新投诉 ${number}`))).toBe(true)
    await addsEvidence(worker)
    await answersCase(officer, number)
    const isAnswered = () => worker.shown().some(({ text }) => /^王姐：.*我明天上午给工地打电话/s.test(text))
    // Behind what told that the case was taken: a chat takes one unasked message a second.
    await expect.poll(isAnswered, { timeout: 5000 }).toBe(true)
    worker.says('进度')
    await worker.waitsFor(/现在：受理了/)

    await api.settled()
    const { store, delivery } = site.system
    await delivery.run()
    const kept = await store.read(async (tx) => ({
      complaint: (await tx.find(complaints, { index: 'number', equals: number }))[0],
      left: await tx.count(outbox, { index: 'ready', equals: 'now' }),
    }))
    expect(kept.left).toBe(0)
    const evidence = kept.complaint?.evidence[0]?.file
    expect(evidence?.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(Buffer.from((await store.files.get(evidence?.id ?? ''))?.bytes ?? []).equals(photo)).toBe(true)
    const registered = []
    for await (const youth of store.walk(youths)) registered.push(youth)
    expect(registered).toHaveLength(1)
    expect(registered[0]).toMatchObject({ name: '小李', phone: '13800000002' })
    // Every press was answered, and the platform never had to be told that we go too fast.
    expect(officer.alerts.length + worker.alerts.length).toBe(api.calls('answerCallbackQuery').length)
    expect(api.sends.filter(({ delivered }) => !delivered)).toEqual([])
    expect(api.webhookReplies).toEqual([])
    expect(site.log.join('\n')).not.toMatch(/宏达|万科|13812345678|AAtest/)
  })
})
