import type { IncomingMessage } from 'node:http'
import { badRequest, Refusal } from './refusal'

export interface Upload {
  name: string
  bytes: Buffer
}

export interface Parameters {
  fields: Record<string, unknown>
  files: Map<string, Upload>
}

const LARGEST = 52 * 1024 * 1024

export async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of message as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length <= LARGEST) chunks.push(chunk)
  }
  if (length > LARGEST) throw new Refusal(413, 'Request Entity Too Large')
  return Buffer.concat(chunks)
}

/** JSON, urlencoded or multipart; parameters in the URL count too. */
export function parametersOf(contentType: string, body: Buffer, query = new URLSearchParams()): Parameters {
  const fields: Record<string, unknown> = Object.fromEntries(query)
  const files = new Map<string, Upload>()
  if (contentType.startsWith('application/json')) {
    Object.assign(fields, jsonOf(body))
  } else if (contentType.startsWith('application/x-www-form-urlencoded')) {
    Object.assign(fields, Object.fromEntries(new URLSearchParams(body.toString())))
  } else if (contentType.startsWith('multipart/form-data')) {
    const boundary = contentType.match(/boundary="?([^";]+)/)?.[1]
    if (!boundary) throw badRequest('boundary not found in multipart query')
    for (const part of partsOf(body, boundary)) {
      if (part.file === null) fields[part.name] = part.bytes.toString()
      else files.set(part.name, { name: part.file, bytes: part.bytes })
    }
  }
  return { fields, files }
}

function jsonOf(body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {}
  try {
    const value: unknown = JSON.parse(body.toString())
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  } catch {
    // Answered below.
  }
  throw badRequest("can't parse request: Invalid JSON object")
}

/** By hand, because Node's own reading refuses a file name with a quote in it, which telegraf does send. */
function* partsOf(body: Buffer, boundary: string): Generator<{ name: string; file: string | null; bytes: Buffer }> {
  const mark = Buffer.from(`--${boundary}`)
  let at = body.indexOf(mark)
  while (at >= 0) {
    const start = at + mark.length + 2
    const next = body.indexOf(mark, start)
    if (next < 0) return
    const part = body.subarray(start, next - 2)
    const split = part.indexOf('\r\n\r\n')
    const head = part.subarray(0, split).toString()
    yield {
      name: head.match(/[; ]name="([^"]*)"/)?.[1] ?? '',
      file: head.match(/filename="([^"]*)"/)?.[1] ?? null,
      bytes: Buffer.from(part.subarray(split + 4)),
    }
    at = next
  }
}
