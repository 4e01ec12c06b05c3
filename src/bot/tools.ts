import { createHash, hkdfSync, randomBytes, randomInt, scryptSync } from 'node:crypto'
import type { Tools } from './scene'

/** Ids, secrets and hashes from the system's secure source; `secret` salts the hashes of codes. */
export function toolsFrom(options: { secret: Buffer; zone: string; publicUrl: string | null }): Tools {
  const salt = derive(options.secret, 'codes')
  return {
    zone: options.zone,
    publicUrl: options.publicUrl,
    // Begins with the time, so that ids made together lie together.
    newId: () => Date.now().toString(16).padStart(12, '0') + randomBytes(6).toString('hex'),
    newDigits: (count) => Array.from({ length: count }, () => randomInt(10)).join(''),
    hashCode: (code) => scryptSync(code, salt, 24, { N: 2 ** 14 }).toString('base64url'),
    fingerprint: (bytes) => createHash('sha256').update(bytes).digest('hex'),
  }
}

/** A secret of its own for one purpose, from the master key. */
export function derive(master: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), `lianxin ${purpose}`, 32))
}
