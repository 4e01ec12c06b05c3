import { expect, it } from 'vitest'
import { fileReplaced, namesFile } from '../../src/domain/file-within'
import type { FileRef } from '../../src/domain/message'
import { sessionSchema } from '../../src/domain/session'

it('a session stored before changed words were understood is read as one without any', () => {
  const stored = { id: 'a', turn: null, aside: [], offered: [], held: null, heldFile: null }
  const session = sessionSchema.parse({ ...stored, touchedAt: '2026-11-20T02:00:00.000Z' })
  expect(session).toMatchObject({ answered: null, unanswered: null })
})

it('a file is found, replaced and taken out wherever it stands, and no other', () => {
  const file = (id: string, sha256: string | null): FileRef => ({ id, name: 'a', type: 'image/png', size: 1, sha256 })
  const kept = { list: [file('a', null), file('b', null)], deep: { one: file('a', null), text: 'a' }, none: null }
  expect([namesFile(kept, 'a'), namesFile(kept, 'c'), namesFile('a', 'a')]).toEqual([true, false, false])
  expect(fileReplaced(kept, 'a', file('a', 'hash'))).toEqual({
    ...kept,
    list: [file('a', 'hash'), file('b', null)],
    deep: { one: file('a', 'hash'), text: 'a' },
  })
  expect(fileReplaced(kept, 'a')).toEqual({ ...kept, list: [file('b', null)], deep: { one: null, text: 'a' } })
})
