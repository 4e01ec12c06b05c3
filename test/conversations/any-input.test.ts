import { expect, test } from 'vitest'
import { liveAnyhow } from '../support/any-input'

test('whatever is typed, pressed or sent is answered, breaks nothing and loses no answer', async () => {
  expect(await liveAnyhow(Number(process.env.SEED ?? 1), 720)).toBe(720)
})
