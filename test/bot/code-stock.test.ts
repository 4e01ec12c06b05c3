import { expect, test } from 'vitest'
import { CodeStock } from '../../src/bot/code-stock'

const salt = Buffer.from('salt')
/** Little, and not the usual one, which a hash made ahead could take by mistake. */
const cost = 16

test('a code made ahead has the hash that it would get by itself', async () => {
  const stock = new CodeStock(salt, cost)
  const codes = new Set<string>()
  for (let n = 0; n < 40; n++) {
    const code = stock.newDigits(16)
    expect(code).toMatch(/^\d{16}$/)
    codes.add(code)
    expect(stock.hash(code)).toBe(new CodeStock(salt, cost).hash(code))
    if (n % 3 === 0) await new Promise((resolve) => setTimeout(resolve, 20))
  }
  expect(codes.size).toBe(40)
})

test('a code whose hash was not asked for is hashed all the same, later and twice', async () => {
  const stock = new CodeStock(salt, cost)
  stock.newDigits(16)
  await new Promise((resolve) => setTimeout(resolve, 200))
  const codes = Array.from({ length: 12 }, () => stock.newDigits(16))
  for (const code of codes) for (const _ of 'ab') expect(stock.hash(code)).toBe(new CodeStock(salt, cost).hash(code))
})

test('other lengths are as long as asked for', () => {
  expect(new CodeStock(salt).newDigits(8)).toMatch(/^\d{8}$/)
})
