import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inflateRawSync, inflateSync, unzipSync } from 'node:zlib'

/** So few bytes stand by chance in what is sealed; whatever writes a text in this shape writes the longer ones in it too. */
const isTooShort = (bytes: Buffer) => bytes.length < 6

/** Every way in which a text could stand in bytes, but where it is too short for it. */
function shapesOf(text: string): { how: string; bytes: Buffer }[] {
  const utf8 = Buffer.from(text)
  const utf16 = Buffer.from(text, 'utf16le')
  const shapes = [
    { how: 'UTF-8', bytes: utf8 },
    { how: 'escapes', bytes: Buffer.from(escaped(text)) },
    { how: 'percent', bytes: Buffer.from(encodeURIComponent(text)) },
  ]
  if (!isTooShort(utf16)) {
    shapes.push({ how: 'UTF-16LE', bytes: utf16 }, { how: 'UTF-16BE', bytes: Buffer.from(utf16).swap16() })
  }
  for (const [of, bytes] of [
    ['UTF-8', utf8],
    ['UTF-16LE', utf16],
  ] as const) {
    if (isTooShort(bytes)) continue
    shapes.push({ how: `hex of ${of}`, bytes: Buffer.from(bytes.toString('hex')) })
    shapes.push({ how: `HEX of ${of}`, bytes: Buffer.from(bytes.toString('hex').toUpperCase()) })
    for (const encoding of ['base64', 'base64url'] as const) {
      for (const before of [0, 1, 2]) {
        // Of what stands around it only the characters that are its own alone.
        const whole = Buffer.concat([Buffer.alloc(before), bytes])
          .toString(encoding)
          .replaceAll('=', '')
        const own = whole.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6))
        shapes.push({ how: `${encoding} ${before} of ${of}`, bytes: Buffer.from(own) })
      }
    }
  }
  return shapes
}

function escaped(text: string): string {
  return [...text].map((one) => (one < '\x80' ? one : `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)).join('')
}

/** What is packed in bytes, wherever it begins. */
function unpacked(bytes: Buffer): Buffer[] {
  const found: Buffer[] = []
  for (let at = 0; at + 2 < bytes.length; at++) {
    const isGzip = bytes[at] === 0x1f && bytes[at + 1] === 0x8b && bytes[at + 2] === 8
    const isZip = bytes[at] === 0x50 && bytes.readUInt32LE(Math.min(at, bytes.length - 4)) === 0x04034b50
    const isZlib = bytes[at] === 0x78 && bytes.readUInt16BE(at) % 31 === 0
    const rest = bytes.subarray(at)
    try {
      if (isGzip) found.push(unzipSync(rest, { finishFlush: 2 }))
      else if (isZlib) found.push(inflateSync(rest, { finishFlush: 2 }))
      else if (isZip) found.push(inflateRawSync(rest.subarray(30 + rest.readUInt16LE(26) + rest.readUInt16LE(28))))
    } catch {
      // Bytes that only look like a beginning.
    }
  }
  return found
}

/** Where any of the texts stands, in any shape, also packed. */
export function tracesIn(bytes: Buffer, texts: readonly string[]): string[] {
  const all = [bytes, ...unpacked(bytes)]
  return texts.flatMap((text) =>
    shapesOf(text).flatMap(({ how, bytes: shape }) =>
      all.some((each) => each.includes(shape)) ? `${text}: ${how}` : [],
    ),
  )
}

/** The same of every file below a folder, of its path and its content. */
export function tracesBelow(folder: string, texts: readonly string[]): { files: number; traces: string[] } {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  const traces = paths.flatMap((path) =>
    [...tracesIn(Buffer.from(path), texts), ...tracesIn(readFileSync(path), texts)].map((trace) => `${path} ${trace}`),
  )
  return { files: paths.length, traces }
}
