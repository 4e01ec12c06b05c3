import { createHash, createHmac, hkdfSync, randomInt } from 'node:crypto'
import { CodeStock } from './code-stock'
import type { Entrance, Tools } from './scene'

/** Ids, secrets and hashes from the system's secure source; `secret` salts the hashes of codes. */
export function toolsFrom(options: {
  secret: Buffer
  zone: string
  publicUrl: string | null
  codeCost?: number
}): Tools {
  const codes = new CodeStock(derive(options.secret, 'codes'), options.codeCost)
  const { publicUrl } = options
  const entrances: Entrance[] = publicUrl ? [(code) => `${publicUrl}/?start=${code}`] : []
  const marks = derive(options.secret, 'content marks')
  return {
    zone: options.zone,
    publicUrl,
    entrances: () => entrances,
    addEntrance: (entrance) => void entrances.push(entrance),
    newId: newIdInOrder(),
    newDigits: (count) => codes.newDigits(count),
    hashCode: (code) => codes.hash(code),
    fingerprint: (bytes) => createHash('sha256').update(bytes).digest('hex'),
    contentMark: (content) =>
      createHmac('sha256', marks).update(JSON.stringify(content)).digest('base64url').slice(0, 16),
  }
}

/** A secret of its own for one purpose, from the master key. */
export function derive(master: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), `lianxin ${purpose}`, 32))
}

/** Ids of one process sort in the order in which they were made, also within a millisecond. */
function newIdInOrder(): () => string {
  let time = 0
  let count = 0
  return () => {
    const now = Date.now()
    count = now > time ? 0 : count + 1
    time = Math.max(time, now)
    const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0')
    return hex(time, 12) + hex(count, 5) + hex(randomInt(2 ** 28), 7)
  }
}
