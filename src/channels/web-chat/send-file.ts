import type { FileRef } from '../../domain/message'

interface Asked {
  range: string | undefined
  ifRange: string | undefined
}

/** Never run by the browser: pictures, sound and video are shown, all else is saved. A part is given where one is asked for:
 * Safari plays nothing otherwise. */
export function sendFile(file: FileRef, bytes: Uint8Array, asked: Asked): Response {
  const inline = /^(image|audio|video)\//.test(file.type)
  const tag = `"${file.sha256}"`
  const headers = {
    'Content-Type': file.type,
    'Content-Disposition': `${inline ? 'inline' : 'attachment'}; filename*=UTF-8''${quoted(file.name)}`,
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'private, max-age=3600',
    'Accept-Ranges': 'bytes',
    ETag: tag,
  }
  const part = asked.ifRange && asked.ifRange !== tag ? 'whole' : partOf(asked.range, bytes.byteLength)
  if (part === 'whole') return new Response(bytes as Uint8Array<ArrayBuffer>, { headers })
  if (part === 'outside') {
    return new Response(null, { status: 416, headers: { ...headers, 'Content-Range': `bytes */${bytes.byteLength}` } })
  }
  return new Response(bytes.slice(part.from, part.to + 1) as Uint8Array<ArrayBuffer>, {
    status: 206,
    headers: { ...headers, 'Content-Range': `bytes ${part.from}-${part.to}/${bytes.byteLength}` },
  })
}

/** The one part a Range header asks for, both ends inclusive; anything else it may say means the whole. */
function partOf(range: string | undefined, size: number): 'whole' | 'outside' | { from: number; to: number } {
  const [, first = '', last = ''] = range?.match(/^bytes=(\d*)-(\d*)$/) ?? []
  if (first === '' && last === '') return 'whole'
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const to = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (first !== '' && last !== '' && Number(last) < from) return 'whole'
  return from < size ? { from, to } : 'outside'
}

/** `encodeURIComponent` leaves quotes, brackets and stars, which a header's value may not hold. */
function quoted(name: string): string {
  return encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}
