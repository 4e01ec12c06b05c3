import { deflateSync } from 'node:zlib'

/** A grey picture of about `bytes` bytes that a browser draws; noise, so that it does not shrink. */
export function pngOfNoise(bytes: number): Buffer {
  const side = Math.ceil(Math.sqrt(bytes))
  const rows = Buffer.alloc(side * (side + 1))
  let noise = 1
  for (let index = 0; index < rows.length; index += 1) {
    noise = (noise * 1_103_515_245 + 12_345) % 2_147_483_648
    // The first byte of each row is its filter: none.
    rows[index] = index % (side + 1) === 0 ? 0 : (noise >> 16) & 0xff
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  header.set([8, 0, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const whole = Buffer.alloc(body.length + 8)
  whole.writeUInt32BE(data.length, 0)
  body.copy(whole, 4)
  whole.writeUInt32BE(crc32(body), body.length + 4)
  return whole
}

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}
