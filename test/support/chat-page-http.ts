import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, normalize } from 'node:path'
import type { ChatMessage } from '../../src/web/api/chat-message'

/** The strictest policy the page works under; `blob:` shows a photo before it is sent. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"

const typeByExtension: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}

export function writeMessage(stream: ServerResponse, message: ChatMessage): void {
  stream.write(`id: ${message.seq}\nevent: message\ndata: ${JSON.stringify(message)}\n\n`)
}

export function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}

export function refuse(response: ServerResponse, status: number, code: string, message: string, retryAfter?: number) {
  if (retryAfter !== undefined) response.setHeader('retry-after', String(retryAfter))
  reply(response, status, { error: { code, message } })
}

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

export async function readForm(request: IncomingMessage, body: Buffer) {
  const headers = { 'content-type': request.headers['content-type'] ?? '' }
  const form = await new Response(new Uint8Array(body), { headers }).formData()
  const file = form.get('file') as File
  const bytes = Buffer.from(await file.arrayBuffer())
  return { id: String(form.get('id')), name: String(form.get('name') ?? file.name), file: { type: file.type, bytes } }
}

export async function sendAsset(folder: string, path: string, response: ServerResponse): Promise<void> {
  const name = path === '/' ? 'index.html' : normalize(path)
  try {
    const bytes = await readFile(join(folder, name))
    response.writeHead(200, {
      'content-type': typeByExtension[extname(name)] ?? 'application/octet-stream',
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
    })
    response.end(bytes)
  } catch {
    response.writeHead(404)
    response.end()
  }
}
