import { expect, test } from 'vitest'
import { liveAnyhow } from '../support/any-input'

const messages = Number(process.env.MESSAGES ?? 100_000)

test(`${messages} messages of any kind: none breaks anything`, { timeout: messages * 100 }, async () => {
  expect(await liveAnyhow(Number(process.env.SEED ?? 1000), messages)).toBe(messages)
})
