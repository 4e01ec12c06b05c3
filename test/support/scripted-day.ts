import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import type { Incoming } from '../../src/bot/incoming'
import { address } from '../../src/domain/account'
import { runJob } from '../../src/jobs'
import { accounts, complaints, ledgers, outbox, signUps, youths } from '../../src/store/collections'
import { findBackup } from '../../src/store/json/backup-list'
import { readableLines } from '../../src/store/json/checked-line'
import { realDisk } from '../../src/store/json/disk'
import type { JsonStore } from '../../src/store/json/json-store'
import { KeyRing } from '../../src/store/json/key-ring'
import { verifyBackup } from '../../src/store/json/verify-backup'
import { WrongMasterKey } from '../../src/store/keys'
import { history } from '../../src/store/logs'
import { StoreUnavailable } from '../../src/store/store'
import { diskError, FaultyDisk } from '../store/json/faulty-disk'
import { webAbilities } from './contract-channel'
import { hasEvent } from './event-world'
import { becomesOfficer, registers, withPoints } from './people'
import { allWell } from './run-job'
import { sampleFiles } from './sample-files'
import { World } from './world'

const nextKey = createHash('sha256').update('the key after it').digest()
const backup = '2026-11-20'
const photo = { id: 'photo-1', name: '工资条.jpg', type: 'image/jpeg', bytes: sampleFiles['image/jpeg']!.bytes }

/** What was there before the day: a committee, an event, and somebody registered who will go. */
async function leaveEvening(folder: string): Promise<void> {
  const world = await World.open({ folder })
  await withPoints(world)
  await becomesOfficer(world.user('officer'), '张书记', ['admin', 'caseworker'])
  await hasEvent(world)
  await registers(world.user('leaves'), '样本乙', '13900000002')
  await world.stop()
}

/** The day: what is said, and what is done to the store between. Everything that is refused is tried again, as people and platforms do. */
class Day {
  refused = 0
  #updates = 0

  constructor(
    readonly world: World,
    readonly disk: FaultyDisk,
  ) {}

  /** Only a disk that was made to fail may refuse. */
  async tries<R>(work: () => Promise<R>): Promise<R> {
    for (let tries = 0; ; tries++) {
      try {
        return await work()
      } catch (error) {
        const isMeant = error instanceof StoreUnavailable || /: meant$/.test((error as Error).message)
        if (!isMeant || tries > 20) throw error
        this.refused++
        await this.recovered()
      }
    }
  }

  async recovered(): Promise<void> {
    for (let tries = 0; tries < 400; tries++) {
      // One that did not even start is none.
      const health = (this.world.store as World['store'] | undefined)?.health() ?? { ok: true }
      if (health.ok || health.reason === 'closed') return
      await sleep(2)
    }
  }

  async sends(who: string, content: Incoming['content']): Promise<void> {
    const update: Incoming = {
      channel: 'web-chat',
      externalId: who,
      abilities: webAbilities,
      update: `day-${++this.#updates}`,
      at: this.world.tick(),
      language: null,
      content,
    }
    await this.tries(() => this.world.bot.converse(update))
  }

  async says(who: string, ...texts: string[]): Promise<void> {
    for (const text of texts) await this.sends(who, { kind: 'text', text })
  }

  async runs(job: string): Promise<void> {
    const { store, bot, clock } = this.world
    await this.tries(async () => {
      let fault: unknown
      const onFault = (thrown: unknown) => {
        fault ??= thrown
      }
      const backUp = (day: string) => (store as JsonStore).backUp(day)
      const deps = { store, zone: 'Asia/Shanghai', newId: bot.tools.newId, watch: allWell(clock.now), backUp, onFault }
      await runJob(deps, job, clock.now())
      if (fault) throw fault
    })
  }

  async lives(): Promise<void> {
    const { world } = this
    await this.says('stays', '登记', '同意', '样本甲', '19', '13900000001', ...Array(7).fill('跳过'), '没错，登记')
    await this.says(
      'stays',
      '投诉',
      '同意',
      '都没有',
      '拖欠我的工资',
      '宏达建筑',
      '龙华区民治万科工地',
      '8月',
      '一万八',
    )
    await this.says('stays', '没错，提交')
    const file = await this.tries(() => world.store.files.put(photo))
    await this.sends('stays', { kind: 'file', file })
    await this.says('stays', '好了', '先到这里', '活动', '周末交友会', '我去')
    await this.runs('monthly-contact')
    await this.says('stays', '联络', '民治村', '万科工地', '跳过', '还行', '不用')
    const inFolder = () => world.store as JsonStore
    await this.tries(() => inFolder().compact())
    await this.runs('daily-backup')
    await this.says('leaves', '我的', '全部删掉', '确定，全部删掉')
    await this.tries(() => inFolder().changeMasterKey(nextKey, async () => {}))
    await this.tries(() => inFolder().renewBackupKeys())
    await this.runs('forget-old')
    await world.stop()
    world.masterKey = nextKey
    await this.tries(() => world.start())
    await this.says('stays', '进度')
  }
}

/** What a day left, without what is drawn anew each time. */
async function leftBy({ store }: World, folder: string, gone: string) {
  const equals = address('web-chat', 'stays')
  const [stays] = await store.read((tx) => tx.find(accounts, { index: 'address', equals }))
  const id = stays?.person ?? ''
  const seen = await store.read(async (tx) => ({
    said: await tx.entries(history, { key: stays?.id ?? '', limit: 1000 }),
    youth: await tx.get(youths, id),
    cases: await tx.find(complaints, { index: 'person', equals: id }),
    going: await tx.find(signUps, { index: 'subject', equals: id }),
    contact: await tx.find(ledgers, { index: 'subject', equals: id }),
    // Who was told that it was not kept, and says it again, is a stranger: the erasure stood.
    ofGone: await tx.count(accounts, { index: 'subject', equals: gone }),
    byPhone: await tx.count(youths, { index: 'phone', equals: '13900000001' }),
  }))
  const evidence = seen.cases[0]?.evidence ?? []
  const files = await Promise.all(evidence.map(({ file }) => store.files.get(file.id)))
  const notices: string[] = []
  for await (const row of store.walk(outbox)) notices.push(row.body.text)
  return {
    said: seen.said.map(({ seq, from, text }) => [seq, from, text.replace(/\d{4}(-\d{4}){3}/, 'code')]),
    youth: [seen.youth?.name, seen.youth?.phone, seen.byPhone],
    cases: seen.cases.map(({ number, state, given }) => [number, state, given.against, given.amount?.fen]),
    photos: files.map((file) => file && Buffer.from(file.bytes).equals(photo.bytes)),
    going: seen.going.map(({ gathering, state }) => [gathering, state]),
    contacts: seen.contact.map(({ months }) => months),
    notices: notices.sort(),
    ofGone: seen.ofGone,
    backups: readdirSync(join(folder, 'backups')).sort(),
    unfinished: readdirSync(folder, { recursive: true }).filter((name) => /\.(tmp|making|going)$/.test(String(name))),
  }
}

/** Names of the data keys that any file of keys still holds. */
function keptKeys(folder: string): string[] {
  return ['keys', 'backups/keys'].flatMap((keys) =>
    readdirSync(join(folder, keys)).flatMap((name) =>
      [...readableLines(readFileSync(join(folder, keys, name)))].flatMap((json) => {
        const line = JSON.parse(json) as unknown
        return Array.isArray(line) && line[1] !== null ? [String(line[0])] : []
      }),
    ),
  )
}

type Left = Awaited<ReturnType<typeof leftBy>>

/** The same is left as on a disk that is well; of a message that was parked also the apology, before its answer. */
export function expectSame({ left, step, parked }: Awaited<ReturnType<typeof playDay>>, well: Left): void {
  if (parked === 0) {
    expect(left, step).toEqual(well)
    return
  }
  // The administrators are told of it.
  const notices = left.notices.filter((text) => !text.includes('npm run replay'))
  expect({ ...left, notices, said: [] }, step).toEqual({ ...well, said: [] })
  const texts = (one: Left) => one.said.map(([, from, text]) => `${from}: ${text}`)
  expect(texts(left), step).toEqual(expect.arrayContaining(texts(well)))
  expect(left.said.length - well.said.length, step).toBeLessThanOrEqual(2 * parked)
}

/** Plays the day on a copy of the evening, with the nth step of the disk failing; gives what is left of it after one more start. */
async function playDay(evening: string, folder: string, nth: number, code: 'EIO' | 'ENOSPC' = 'EIO') {
  await rm(folder, { recursive: true, force: true })
  await cp(evening, folder, { recursive: true })
  const disk = new FaultyDisk()
  let step = ''
  disk.fail = (what, path) => {
    if (disk.steps.length !== nth) return undefined
    step = `${what} ${path.slice(folder.length)}`
    return diskError(code)
  }
  const world = new (World as unknown as new (...args: unknown[]) => World)(folder, 'web', undefined, disk, () => {})
  world.clock.advance(60_000)
  const day = new Day(world, disk)
  await day.tries(() => world.start())
  const [gone] = await world.read((tx) => tx.find(youths, { index: 'phone', equals: '13900000002' }))
  await day.lives()
  const steps = disk.steps.length
  disk.fail = () => undefined
  await world.stop()
  await world.start()
  // A message whose handling could not read is parked, not lost.
  const parked = world.parked.map(({ id }) => id)
  if (parked.length > 0) expect(step).toMatch(/^(open|makeFolder) \/log\//)
  for (const id of parked) expect(await world.bot.replay(id, world.clock.now()), step).toBe('replayed')
  const left = await leftBy(world, folder, gone?.id ?? '')
  await world.stop()
  expect(
    keptKeys(folder).filter((name) => name === `person:${gone?.id}`),
    step,
  ).toEqual([])
  const found = await findBackup(realDisk, join(folder, 'backups', backup))
  const openRing = (key: Buffer) => KeyRing.open(realDisk, found!.keys, key, false)
  expect((await verifyBackup(realDisk, found!, () => openRing(nextKey))).files, step).toBe(1)
  await expect(openRing(createHash('sha256').update('test').digest()), step).rejects.toBeInstanceOf(WrongMasterKey)
  return { left, steps, step, parked: parked.length, refused: day.refused, failed: step !== '' }
}

/** The evening before, and the day as it goes on a disk that does not fail, kept below `root`; `again` plays it with a failing step. */
export async function playedDay(root: string) {
  const evening = join(root, 'evening')
  await leaveEvening(evening)
  const folder = join(root, 'day')
  const { steps, left } = await playDay(evening, folder, 0)
  return { steps, left, again: (nth: number, code?: 'EIO' | 'ENOSPC') => playDay(evening, folder, nth, code) }
}
