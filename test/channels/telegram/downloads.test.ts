import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Api } from '../../../src/channels/telegram/api'
import { Downloads } from '../../../src/channels/telegram/downloads'
import { translate } from '../../../src/channels/telegram/translate'
import { updateSchema } from '../../../src/channels/telegram/update'
import { minute } from '../../../src/domain/instant'
import type { OutboxRow } from '../../../src/domain/message'
import { arrivingFiles, complaints, outbox } from '../../../src/store/collections'
import { diskError, FaultyDisk } from '../../store/json/faulty-disk'
import { type BotApi, type Person, startBotApi, type Update } from '../../support/bot-api/bot-api'
import { badRequest } from '../../support/bot-api/refusal'
import { sampleFiles } from '../../support/sample-files'
import { until } from '../../support/until'
import { openWorld, type World } from '../../support/world'

let api: BotApi
let disk: FaultyDisk
let world: World
let worker: Person
let downloads: Downloads
let faults: unknown[]
beforeEach(async () => {
  api = await startBotApi({ second: 10 })
  disk = new FaultyDisk()
  world = await openWorld({ disk })
  worker = api.person(7)
  faults = []
  downloads = begin()
})
afterEach(async () => {
  await downloads.stop()
  await world.close()
  await api.close()
})

function begin(): Downloads {
  return new Downloads({
    api: new Api({ token: api.token, root: `${api.root}/`, proxy: undefined }),
    store: world.store,
    arriving: world.bot.arriving,
    now: world.clock.now,
    onFault: (fault) => void faults.push(fault),
  })
}

const photo = sampleFiles['image/jpeg']!.bytes

/** The update as the bot takes it. */
async function takes(update: Update): Promise<void> {
  const translated = translate(updateSchema.parse(update), world.tick())
  if (translated.kind !== 'messages') throw new Error(translated.kind)
  for (const incoming of translated.messages) await world.bot.converse(incoming)
}

async function says(...texts: string[]): Promise<void> {
  for (const text of texts) await takes(worker.says(text))
}

/** Up to the question for photos. */
const complains = () =>
  says('/start', '投诉', '同意', '都没有', '拖欠我的工资', '宏达', '龙华区民治', '8月', '18000', '没错，提交')

async function evidence() {
  const all = []
  for await (const complaint of world.store.walk(complaints)) all.push(...complaint.evidence)
  return Promise.all(
    all.map(async ({ file }) => ({ ...file, bytes: (await world.store.files.get(file.id))?.bytes ?? null })),
  )
}

async function waiting() {
  const all = []
  for await (const file of world.store.walk(arrivingFiles)) all.push(file)
  return all
}

async function told(): Promise<string[]> {
  const rows: OutboxRow[] = []
  for await (const row of world.store.walk(outbox)) rows.push(row)
  return rows.filter(({ key }) => key?.startsWith('lost-files')).map(({ body }) => body.text)
}

test('a photo is fetched after it was taken; half a file and an error are tried again a little later', async () => {
  await complains()
  await takes(worker.sendsPhoto(photo))
  expect(api.calls('getFile')).toEqual([])
  expect((await evidence())[0]).toMatchObject({ sha256: null, bytes: null })
  for (const kind of ['file-broken', 'file-fails'] as const) api.breakNext(kind)
  for (const pause of [2000, 4000]) {
    await downloads.run()
    expect((await evidence())[0]?.bytes).toBeNull()
    world.clock.advance(pause - 1)
    await downloads.run()
    world.clock.advance(1)
  }
  expect(api.calls('getFile')).toHaveLength(2)
  await downloads.run()
  const [file] = await evidence()
  expect(file?.sha256).toMatch(/^[0-9a-f]{64}$/)
  expect(Buffer.from(file?.bytes ?? []).equals(photo)).toBe(true)
  expect(await waiting()).toEqual([])
  expect(faults).toEqual([])
})

test('a restart in between goes on with it', async () => {
  await complains()
  await takes(worker.sendsPhoto(photo))
  api.breakNext('file-broken')
  await downloads.run()
  await downloads.stop()
  await world.restart()
  downloads = begin()
  world.clock.advance(2000)
  await downloads.run()
  expect(Buffer.from((await evidence())[0]?.bytes ?? []).equals(photo)).toBe(true)
})

test('stopping does not wait for a line that is dead, and the next start goes on at once', async () => {
  await complains()
  await takes(worker.sendsPhoto(photo))
  api.breakNext('slow', { method: 'getFile' })
  Object.assign(worker.platform.settings, { slow: 1e6 })
  const running = downloads.run()
  while (api.calls('getFile').length === 0) await sleep(5)
  await downloads.stop()
  await running
  expect((await waiting())[0]).toMatchObject({ tries: 0 })
  downloads = begin()
  await downloads.run()
  expect(Buffer.from((await evidence())[0]?.bytes ?? []).equals(photo)).toBe(true)
})

test('a file that takes its time keeps nobody else’s waiting', async () => {
  await complains()
  Object.assign(worker.platform.settings, { slow: 1e6 })
  api.breakNext('slow', { method: 'getFile' })
  await takes(worker.sendsPhoto(photo))
  downloads.start()
  await until(() => api.calls('getFile').length === 1)
  for (let n = 0; n < 4; n++) await takes(worker.sendsPhoto(photo))
  await until(async () => (await waiting()).length === 1)
  expect((await evidence()).map(({ bytes }) => bytes !== null)).toEqual([false, true, true, true, true])
})

test('a file that the platform finds too big is told once', async () => {
  await complains()
  // As large as it is, the message said nothing of it.
  const update = worker.sendsDocument({ ...sampleFiles['application/pdf']!, type: 'application/pdf', size: 30_000_000 })
  Reflect.deleteProperty(update.message?.document ?? {}, 'file_size')
  await takes(update)
  await downloads.run()
  await downloads.run()
  expect(await told()).toEqual([expect.stringMatching(/没有收到（1 个）。\n这个文件太大了，最多 20 MB/)])
  world.clock.advance(60 * minute)
  await downloads.run()
  expect(api.calls('getFile')).toHaveLength(1)
})

test('a file that is gone is told once, those of one minute in one sentence', async () => {
  await complains()
  for (let n = 0; n < 3; n++) {
    const update = worker.sendsPhoto(photo)
    for (const size of update.message?.photo ?? []) size.file_id += '-of-another-bot'
    await takes(update)
  }
  await downloads.run()
  expect(await told()).toEqual([expect.stringMatching(/照片没有收到（3 个）。\n请再发一次。$/)])
})

test('a file that cannot be given just now is asked for again for a while', async () => {
  await complains()
  await takes(worker.sendsPhoto(photo))
  const { files } = worker.platform
  const link = files.link.bind(files)
  let refusals = 0
  files.link = (id) => {
    if (refusals++ >= 3) return link(id)
    throw badRequest('wrong file_id or the file is temporarily unavailable')
  }
  for (let n = 0; n < 4; n++) {
    await downloads.run()
    world.clock.advance(10 * minute)
  }
  expect(await told()).toEqual([])
  expect(Buffer.from((await evidence())[0]?.bytes ?? []).equals(photo)).toBe(true)
})

test('what is not what it was said to be is not kept, and told', async () => {
  await complains()
  const bytes = Buffer.from('MZ\x90 this is no picture at all')
  await takes(worker.sendsDocument({ name: '工资条.jpg', type: 'image/jpeg', bytes }))
  await downloads.run()
  expect(await told()).toEqual([expect.stringContaining('这种文件收不了')])
})

test('while the disk is full the platform is not asked for the same file again and again', async () => {
  await complains()
  await takes(worker.sendsPhoto(photo))
  disk.fail = () => diskError('ENOSPC')
  await Promise.race([downloads.run(), sleep(300)])
  expect(api.calls('getFile').length).toBeLessThan(3)
  disk.fail = () => undefined
  await until(() => world.store.health().ok)
  await downloads.run()
  expect(Buffer.from((await evidence())[0]?.bytes ?? []).equals(photo)).toBe(true)
})
