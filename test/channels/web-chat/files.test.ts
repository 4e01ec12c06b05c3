import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { maxFileBytes } from '../../../src/web/api/limits'
import { sampleFiles } from '../../support/sample-files'
import { openSite, type Site } from '../../support/site'
import { problemOf, WireClient } from '../../support/wire-client'

let site: Site
let client: WireClient
beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())
beforeEach(async () => {
  client = await WireClient.open(site.url)
})

const lastFile = async () => (await client.messages()).findLast((message) => message.file)?.file
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer())

async function sendsSample(type: string): Promise<string> {
  const sample = sampleFiles[type]
  if (!sample) throw new Error(`no sample of ${type}`)
  expect((await client.sendFile({ ...sample, type })).status).toBe(202)
  return (await lastFile())?.url ?? ''
}

describe('a file sent', () => {
  test.each(Object.keys(sampleFiles))('%s is known by its content, and its original bytes are kept', async (type) => {
    const sample = sampleFiles[type]!
    // What the browser says of it counts for nothing.
    expect((await client.sendFile({ ...sample, type: 'text/html' })).status).toBe(202)
    const file = await lastFile()
    expect(file).toMatchObject({ type, name: sample.name, size: sample.bytes.length })
    const response = await client.fetch(file?.url ?? '')
    expect(response.headers.get('content-type')).toBe(type)
    expect(await bytesOf(response)).toEqual(sample.bytes)
    const id = new URL(file?.url ?? '', site.url).pathname.split('/').at(-1) ?? ''
    expect((await site.system.store.files.get(id))?.file.sha256).toBe(sha256(sample.bytes))
  })

  test.each([
    ['an .exe named .jpg', 'photo.jpg', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)])],
    ['an SVG', 'a.svg', Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')],
    ['HTML', 'a.html', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['HTML named .png', 'a.png', Buffer.from('<html><body>hello</body></html>')],
    ['a script', 'a.js', Buffer.from('alert(1)')],
    ['a broken archive', 'a.docx', Buffer.concat([Buffer.from('PK\x03\x04'), randomBytes(300)])],
    ['a cut-off archive', 'a.docx', Buffer.from('PK\x03\x04')],
  ])('%s is 415, and nothing is kept', async (_, name, bytes) => {
    const response = await client.sendFile({ name, bytes, type: 'image/jpeg' })
    expect(response.status).toBe(415)
    expect((await problemOf(response)).message).toContain('这种文件收不了')
    expect(await client.messages()).toEqual([])
    expect(await site.system.store.files.list('9999')).toHaveLength(filesBefore)
  })
  let filesBefore = 0
  beforeEach(async () => {
    filesBefore = (await site.system.store.files.list('9999')).length
  })

  test('the same upload again is 202 and stands there once; other bytes under its id are 409', async () => {
    const id = randomUUID()
    const sample = sampleFiles['image/png']!
    for (let times = 0; times < 3; times++) expect((await client.sendFile({ ...sample, id })).status).toBe(202)
    expect((await client.messages()).filter((message) => message.file)).toHaveLength(1)
    expect(await site.system.store.files.list('9999')).toHaveLength(filesBefore + 1)
    expect((await client.sendFile({ ...sampleFiles['image/webp']!, id })).status).toBe(409)
    expect((await client.messages()).filter((message) => message.file)).toHaveLength(1)
  })

  test('that comes twice at once is there once, whole', async () => {
    const { name } = sampleFiles['image/png']!
    for (let round = 0; round < 10; round++) {
      const id = randomUUID()
      const bytes = Buffer.concat([sampleFiles['image/png']!.bytes, randomBytes(200_000)])
      const answers = await Promise.all([1, 2, 3].map(() => client.sendFile({ id, name, bytes })))
      expect(answers.map(({ status }) => status)).toEqual([202, 202, 202])
      const kept = await bytesOf(await client.fetch((await lastFile())?.url ?? ''))
      expect(bytes.equals(kept)).toBe(true)
    }
    expect((await client.messages('?limit=100')).filter((message) => message.file)).toHaveLength(10)
  })

  test('its name is shown without folders and without signs that deceive', async () => {
    const { bytes } = sampleFiles['image/png']!
    for (const [name, plain] of [
      ['../../etc/passwd', 'passwd'],
      ['C:\\照片\\一.png', '一.png'],
      ['gnp.\u202eexe.png', 'gnp.exe.png'],
    ] as const) {
      const form = new FormData()
      form.set('id', randomUUID())
      form.set('name', name)
      form.set('file', new Blob([bytes as Uint8Array<ArrayBuffer>]), 'x')
      expect((await client.fetch('/api/chat/messages', { method: 'POST', body: form })).status).toBe(202)
      expect((await lastFile())?.name).toBe(plain)
    }
  })

  test.each(['id', 'file'])('a form without its %s is 400', async (missing) => {
    const form = new FormData()
    if (missing !== 'id') form.set('id', randomUUID())
    if (missing !== 'file') form.set('file', new Blob([sampleFiles['image/png']!.bytes as Uint8Array<ArrayBuffer>]))
    expect((await client.fetch('/api/chat/messages', { method: 'POST', body: form })).status).toBe(400)
  })

  test('an empty file is 400', async () => {
    expect((await client.sendFile({ name: 'a.jpg', bytes: Buffer.alloc(0) })).status).toBe(400)
  })
})

describe('too large', () => {
  const multipart = 'multipart/form-data; boundary=x'

  /** Says how much will come and waits for the answer; with `chunks` it sends until it is answered. */
  function upload(
    headers: Record<string, string>,
    chunks: boolean,
    path = '/api/chat/messages',
  ): Promise<{ status: number; sent: number }> {
    return new Promise((resolve, reject) => {
      let sent = 0
      let answered = false
      const outgoing = request(`${site.url}${path}`, {
        method: 'POST',
        headers: { cookie: client.cookie, ...headers },
      })
      outgoing.on('response', (response) => {
        answered = true
        response.resume()
        response.on('close', () => outgoing.destroy())
        resolve({ status: response.statusCode ?? 0, sent })
      })
      outgoing.on('error', (fault) => answered || reject(fault))
      const part = Buffer.alloc(256 * 1024)
      const go = () => {
        if (answered || outgoing.destroyed || sent > maxFileBytes + 8 * 1024 * 1024) return
        sent += part.length
        outgoing.write(part, () => setImmediate(go))
      }
      if (chunks) go()
      else outgoing.flushHeaders()
    })
  }

  test('by Content-Length is 413 before the body is sent', async () => {
    const length = String(maxFileBytes + 1024 * 1024)
    expect(await upload({ 'content-type': multipart, 'content-length': length }, false)).toEqual({
      status: 413,
      sent: 0,
    })
  })

  test('in chunks is 413 once there is too much of it', async () => {
    const { status, sent } = await upload({ 'content-type': multipart, 'transfer-encoding': 'chunked' }, true)
    expect(status).toBe(413)
    expect(sent).toBeGreaterThan(maxFileBytes)
  })

  test('a text body has a smaller limit, in both ways', async () => {
    const json = { 'content-type': 'application/json' }
    expect((await upload({ ...json, 'content-length': '1000000' }, false)).status).toBe(413)
    const { status, sent } = await upload({ ...json, 'transfer-encoding': 'chunked' }, true)
    expect(status).toBe(413)
    expect(sent).toBeLessThan(8 * 1024 * 1024)
  })

  test('who has no session does not make us hold the body', async () => {
    client.cookie = ''
    const { status, sent } = await upload({ 'content-type': multipart, 'transfer-encoding': 'chunked' }, true)
    expect(status).toBe(401)
    expect(sent).toBeLessThan(8 * 1024 * 1024)
  })

  test('opening a session with a great body is 413', async () => {
    const length = { 'content-type': 'application/json', 'content-length': '1000000' }
    expect((await upload(length, false, '/api/chat/session')).status).toBe(413)
  })
})

describe('fetching a file', () => {
  test('its address works for its visitor only, and not for anything made up', async () => {
    const url = await sendsSample('image/png')
    expect((await client.fetch(url)).status).toBe(200)
    const other = await WireClient.open(site.url)
    const refused = await other.fetch(url)
    expect(refused.status).toBe(404)
    expect((await problemOf(refused)).code).toBe('not-found')
    expect((await client.fetch(url.replace(/for=.*/, ''))).status).toBe(404)
    expect((await client.fetch(url.replace(/for=(.)/, (_, first) => `for=${first === 'a' ? 'b' : 'a'}`))).status).toBe(
      404,
    )
    expect((await client.fetch('/api/chat/files/..%2fkeys?for=x')).status).toBe(404)
    expect((await fetch(new URL(url, site.url))).status).toBe(401)
  })

  test('the browser is told to run nothing of it', async () => {
    const { headers } = await client.fetch(await sendsSample('image/jpeg'))
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-disposition')).toBe(`inline; filename*=UTF-8''${encodeURIComponent('工资条.jpg')}`)
    expect(headers.get('cache-control')).toContain('private')
    const pdf = await client.fetch(await sendsSample('application/pdf'))
    expect(pdf.headers.get('content-disposition')).toMatch(/^attachment; /)
    expect(pdf.headers.get('content-security-policy')).toContain('sandbox')
  })

  test('a part is 206 with exactly those bytes, as Safari asks for sound and video', async () => {
    const url = await sendsSample('audio/mpeg')
    const { bytes } = sampleFiles['audio/mpeg']!
    const size = bytes.length
    const whole = await client.fetch(url)
    expect(whole.headers.get('accept-ranges')).toBe('bytes')
    const tag = whole.headers.get('etag') ?? ''
    for (const [range, from, to] of [
      ['bytes=0-1', 0, 1],
      ['bytes=10-', 10, size - 1],
      ['bytes=-5', size - 5, size - 1],
      [`bytes=5-${size * 2}`, 5, size - 1],
      [`bytes=-${size * 2}`, 0, size - 1],
    ] as const) {
      for (const headers of [{ range }, { range, 'if-range': tag }]) {
        const response = await client.fetch(url, { headers })
        expect(response.status, range).toBe(206)
        expect(response.headers.get('content-range')).toBe(`bytes ${from}-${to}/${size}`)
        expect(response.headers.get('content-length')).toBe(String(to - from + 1))
        expect(response.headers.get('content-security-policy')).toContain('sandbox')
        expect(await bytesOf(response)).toEqual(bytes.subarray(from, to + 1))
      }
    }
  })

  test('what is no single range gives the whole, a range outside is 416', async () => {
    const url = await sendsSample('audio/mpeg')
    const { bytes } = sampleFiles['audio/mpeg']!
    for (const headers of [
      { range: 'bytes=0-1,4-5' },
      { range: 'bytes=9-1' },
      { range: 'bytes=-' },
      { range: 'pages=1-2' },
      { range: 'bytes=0-1', 'if-range': '"another"' },
    ]) {
      const response = await client.fetch(url, { headers: headers as Record<string, string> })
      expect(response.status, headers.range).toBe(200)
      expect(await bytesOf(response)).toEqual(bytes)
    }
    for (const range of [`bytes=${bytes.length}-`, 'bytes=-0']) {
      const outside = await client.fetch(url, { headers: { range } })
      expect(outside.status).toBe(416)
      expect(outside.headers.get('content-range')).toBe(`bytes */${bytes.length}`)
    }
  })
})
