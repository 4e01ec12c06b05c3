import { rm } from 'node:fs/promises'
import { expect, onTestFinished, test } from 'vitest'
import { realDisk } from '../../../src/store/json/disk'
import type { Head } from '../../../src/store/json/log-files'
import { LogFiles } from '../../../src/store/json/log-files'
import { temporaryFolder } from '../../support/temporary-folder'

test('any place of a key with 10,000 entries is reached in few reads', async () => {
  const folder = await temporaryFolder('store')
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  let reads = 0
  const disk = {
    ...realDisk,
    openRows: (path: string) => {
      const file = realDisk.openRows(path)
      return {
        ...file,
        read: (into: Buffer, length: number, position: number) => {
          reads++
          return file.read(into, length, position)
        },
      }
    },
    open: async (path: string, how: 'read' | 'change' | 'create') => {
      const file = await realDisk.open(path, how)
      return {
        ...file,
        read: (length: number, position: number) => {
          reads++
          return file.read(length, position)
        },
      }
    },
  }
  const log = new LogFiles(disk, folder, 'audit')
  const heads = new Map<string, string>()
  const entries = Array.from({ length: 10_000 }, (_, i) => {
    return { log: 'audit', key: 'all', seq: i + 1, month: '2026-01', row: `{"v":1,"d":${i + 1}}` }
  })
  for (let i = 0; i < 10_000; i += 7) await log.append(entries.slice(i, i + 7), heads)
  const head = JSON.parse(heads.get('all') ?? '') as Head
  // Once as the process that wrote it, once as the one after it.
  const again = new LogFiles(disk, folder, 'audit')
  for (const [month, length] of log.lengths) await again.cut(month, length)
  for (const from of [1, 2, 63, 64, 65, 4095, 4096, 4097, 5000, 8192, 9999, 10_000]) {
    for (const one of [log, again]) {
      reads = 0
      const found = await one.read('all', head, from, 10_000, 2, true)
      expect(found.map(({ content }) => content.d)).toEqual(from === 10_000 ? [from] : [from, from + 1])
      expect(reads).toBeGreaterThan(0)
      expect(reads).toBeLessThan(140)
    }
  }
  reads = 0
  expect(await again.read('all', head, 9_901, 10_000, 100, false)).toHaveLength(100)
  expect(reads).toBeLessThan(4)
  await log.close()
  await again.close()
})
