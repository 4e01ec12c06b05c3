import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { boundTo, seal, unseal } from '../../src/store/envelope'
import { BadMasterKey, exportMasterKey, loadMasterKey, WrongMasterKey } from '../../src/store/keys'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keys-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const dataKey = Buffer.alloc(32, 9).toString('base64')

test('the first start makes a key for its owner only, the next takes it', async () => {
  const tries = await Promise.all([1, 2, 3].map(() => loadMasterKey({ folder })))
  expect(tries.filter(({ generated }) => generated)).toHaveLength(1)
  expect(new Set(tries.map(({ key }) => exportMasterKey(key))).size).toBe(1)
  expect(await loadMasterKey({ folder })).toMatchObject({ generated: false, from: 'folder' })
  expect((await stat(join(folder, 'keys', 'master.key'))).mode & 0o777).toBe(0o600)
})

test('a key that was given is taken, and none is made', async () => {
  const given = await loadMasterKey({ dataKey, folder })
  expect(given).toEqual({ key: Buffer.alloc(32, 9), generated: false, from: 'DATA_KEY' })
  const file = join(folder, 'key')
  await writeFile(file, `${dataKey}\n`)
  expect(await loadMasterKey({ dataKeyFile: file, folder })).toMatchObject({ from: 'DATA_KEY_FILE' })
  await expect(stat(join(folder, 'keys'))).rejects.toThrow()
})

test('what cannot be a key is refused', async () => {
  for (const bad of ['', 'x', dataKey.slice(4), `${dataKey.slice(0, 20)}!${dataKey.slice(21)}`]) {
    await expect(loadMasterKey({ dataKey: bad, folder })).rejects.toBeInstanceOf(BadMasterKey)
  }
  await expect(loadMasterKey({ dataKey, dataKeyFile: 'x', folder })).rejects.toBeInstanceOf(BadMasterKey)
  await expect(loadMasterKey({ dataKeyFile: join(folder, 'none'), folder })).rejects.toBeInstanceOf(BadMasterKey)
})

test('a key missing beside data is not replaced by a new one', async () => {
  await loadMasterKey({ folder })
  await writeFile(join(folder, 'keys', 'check.json'), 'x')
  await rm(join(folder, 'keys', 'master.key'))
  await expect(loadMasterKey({ folder })).rejects.toBeInstanceOf(WrongMasterKey)
  await expect(readFile(join(folder, 'keys', 'master.key'))).rejects.toThrow()
})

test('an envelope opens only under its key, in its place, unchanged', () => {
  const key = Buffer.alloc(32, 1)
  const envelope = seal(key, boundTo('youths', 'a'), '工资')
  expect(unseal(key, boundTo('youths', 'a'), envelope)?.toString()).toBe('工资')
  expect(unseal(key, boundTo('youths', 'b'), envelope)).toBeUndefined()
  expect(unseal(Buffer.alloc(32, 2), boundTo('youths', 'a'), envelope)).toBeUndefined()
  for (let i = 0; i < envelope.length; i++) {
    const changed = Buffer.from(envelope)
    changed.writeUInt8(changed.readUInt8(i) ^ 1, i)
    expect(unseal(key, boundTo('youths', 'a'), changed)).toBeUndefined()
  }
  expect(seal(key, 'x', 'y').equals(seal(key, 'x', 'y'))).toBe(false)
})
