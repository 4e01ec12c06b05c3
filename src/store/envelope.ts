import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomFillSync } from 'node:crypto'

/** Random bytes cost by the call, not by the byte; each is used once. */
const pool = Buffer.alloc(12 * 512)
let used = pool.length

function newNonce(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += 12
  return pool.subarray(used - 12, used)
}

/** AES-256-GCM: a random 96-bit nonce, the ciphertext, the tag of 16 bytes, in this order. */
export function seal(key: Uint8Array, boundTo: string, plain: Uint8Array | string): Buffer {
  const nonce = newNonce()
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from(boundTo))
  const body = typeof plain === 'string' ? cipher.update(plain, 'utf8') : cipher.update(plain)
  return Buffer.concat([nonce, body, cipher.final(), cipher.getAuthTag()])
}

/** The plain bytes, or undefined when the envelope is damaged, was sealed under another key or is bound to something else. */
export function unseal(key: Uint8Array, boundTo: string, envelope: Buffer): Buffer | undefined {
  if (envelope.length < 28) return undefined
  const decipher = createDecipheriv('aes-256-gcm', key, envelope.subarray(0, 12), { authTagLength: 16 })
  decipher.setAAD(Buffer.from(boundTo))
  decipher.setAuthTag(envelope.subarray(-16))
  const body = decipher.update(envelope.subarray(12, -16))
  try {
    const rest = decipher.final()
    return rest.length === 0 ? body : Buffer.concat([body, rest])
  } catch {
    return undefined
  }
}

/** What an envelope of the store is bound to, so that none can be moved to another place. */
export function boundTo(first: string, second: string | number, third?: string | number): string {
  return third === undefined ? `${first}\0${second}` : `${first}\0${second}\0${third}`
}

/** As many addresses as write within minutes: each is looked up several times a message. */
const mostBlinded = 4096

/** Turns a sensitive equality key into an HMAC under a key derived from the store's secret; equal stays equal, nothing else remains. */
export function blinder(secret: Uint8Array): (collection: string, index: string, value: string) => string {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'lianxin sensitive index', 32))
  const lately = new Map<string, string>()
  return (collection, index, value) => {
    const name = boundTo(collection, index, value)
    const known = lately.get(name)
    if (known !== undefined) return known
    const blinded = createHmac('sha256', key).update(name).digest().subarray(0, 16).toString('base64url')
    if (lately.size >= mostBlinded) lately.clear()
    lately.set(name, blinded)
    return blinded
  }
}
