import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { putAdminCode } from '../../src/features/officers/admin-code'
import { seen } from '../../src/store/collections'
import { text } from '../../src/text/text'
import { openWorld, type World } from '../support/world'

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

it('whoever tries codes without end keeps nobody else from trying theirs', async () => {
  const hash = world.bot.tools.hashCode('12345678')
  await world.store.write([], (tx) => putAdminCode(tx, { hash, expiresAt: null, usedAt: null }))
  const vandal = world.user('vandal')
  for (let n = 0; n < 60; n++) await vandal.says(`/admin ${10_000_000 + n}`)
  const [answer] = await vandal.says('/admin 12345678')
  expect(answer?.text).toBe(text('zh-CN', 'officers.too-many-tries'))
  const [welcome] = await world.user('admin').says('/admin 12345678')
  expect(welcome?.text).not.toBe(text('zh-CN', 'officers.too-many-tries'))
})

it('what was said cannot be guessed from what stands in clear to know a repetition', async () => {
  const said = { kind: 'text', text: '13800138000' }
  const user = world.user('a')
  await user.says(said.text)
  const person = await user.personId()
  const [mark] = await world.read((tx) => tx.find(seen, { index: 'subject', equals: person }))
  expect(mark?.hash).toMatch(/^[\w-]{16}$/)
  const journal = await readFile(join(world.folder, 'journal', '00000001.jsonl'), 'utf8')
  for (const form of [said.text, JSON.stringify(said)]) {
    for (const encoding of ['hex', 'base64url'] as const) {
      expect(journal).not.toContain(createHash('sha256').update(form).digest(encoding).slice(0, 16))
    }
  }
})

it('a sixth copy of everything within an hour is put off: each is read while all others wait', async () => {
  const user = world.user('a')
  await user.says('你好')
  for (let n = 0; n < 5; n++) expect((await user.presses('!export-me')).some((said) => said.file)).toBe(true)
  const [refused] = await user.presses('!export-me')
  expect(refused).toMatchObject({ text: text('zh-CN', 'settings.export-too-often'), file: null })
})

it('a made-up press parks nothing', async () => {
  const user = world.user('a')
  await user.says('登记')
  const run = (await user.session())?.turn?.run
  for (const token of [
    '+page99999999999999999999',
    '+page999',
    '__proto__',
    'constructor',
    '+keep',
    '+right',
    '+right-0',
    'submit',
  ]) {
    for (const place of ['consent', 'points', 'review', '__proto__']) {
      expect((await user.presses(`${run}.${place}.${token}`)).length).toBeGreaterThan(0)
    }
  }
  for (const value of [
    '!',
    '!.',
    '!command.__proto__',
    '!constructor',
    '!officer-form.__proto__',
    '!case-list.__proto__',
  ]) {
    expect((await user.presses(value)).length).toBeGreaterThan(0)
  }
  expect(world.parked).toEqual([])
})
