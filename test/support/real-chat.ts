import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { ChatPerson, openBrowser, type PersonOptions } from '../../scripts/browser/chat-person'
import { ensureBuilt, type RealBot, startRealBot } from '../../scripts/browser/real-bot'
import { root } from '../../scripts/house/set-up.mjs'
import { graveFindings, sideways, tooSmall } from './page-checks'

export let bot: RealBot
export let browser: Browser
let people: ChatPerson[]
let pictures: string
let taken: number

/** Gives each test the real program with nothing in it, and ends it as a service manager would. */
export function prepareRealChat(name: string, env: Record<string, string> = {}): void {
  beforeAll(async () => {
    await ensureBuilt()
    browser = await openBrowser()
    await rm(join(root, 'tmp/browser', name), { recursive: true, force: true })
  })
  afterAll(() => browser?.close())
  beforeEach(async ({ task }) => {
    people = []
    taken = 0
    pictures = join(root, 'tmp/browser', name, (task.suite?.name || task.name).replace(/[^\w-]+/g, '-'))
    await mkdir(pictures, { recursive: true })
    bot = await startRealBot(env)
  })
  afterEach(async () => {
    const faults = people.flatMap((person) => person.faults)
    await Promise.all(people.map((person) => person.close()))
    expect(await bot.stop()).toBe(0)
    expect(bot.log()).not.toMatch(/parked|fault|request failed/)
    expect(faults).toEqual([])
  })
}

export async function opens(options: PersonOptions = {}): Promise<ChatPerson> {
  const person = await ChatPerson.open(browser, bot.url, options)
  people.push(person)
  return person
}

/** A screen as it stands: to be judged by eye in tmp/browser, and by rule here. */
export async function look(person: ChatPerson, name: string): Promise<void> {
  taken += 1
  await person.page.screenshot({ path: join(pictures, `${String(taken).padStart(2, '0')}-${name}.png`) })
  expect(await graveFindings(person.page)).toEqual([])
  expect(await sideways(person.page)).toBe(0)
  expect(await tooSmall(person.page)).toEqual([])
}
