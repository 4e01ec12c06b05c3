import { expect, test } from 'vitest'
import { exportName, filesOf } from '../../../src/features/settings/files-of-record'
import type { PersonalRecord } from '../../../src/features/settings/personal-record'

const file = (id: string, name = `${id}.jpg`) => ({ id, name, type: 'image/jpeg', size: 1, sha256: 'x' })
const line = (id: string, name?: string) => ({ text: '', file: file(id, name) })

function record(documents: Record<string, object[]>, lines: object[]): PersonalRecord {
  return { exportedAt: '', documents, cases: {}, conversations: { account: lines } } as unknown as PersonalRecord
}

test("a worker's evidence and all that passed through the conversation is theirs", () => {
  const complaints = [{ id: 'c', evidence: [{ file: file('evidence'), note: null }] }]
  const outbox = [{ id: 'o', body: { file: file('letter') } }]
  expect(filesOf(record({ complaints, outbox }, [line('sent')]))).toEqual(new Set(['evidence', 'letter', 'sent']))
})

test("in an officer's conversation stand the files of others: only their own exports count", () => {
  const mine = line('export', `${exportName('我的资料', '2026-11-20')}.json`)
  const officers = [{ id: 'a', name: '陈姐' }]
  const complaints = [{ id: 'c', evidence: [{ file: file('my-evidence'), note: null }] }]
  expect(filesOf(record({ officers, complaints }, [line('of-a-worker'), mine]))).toEqual(
    new Set(['my-evidence', 'export']),
  )
})
