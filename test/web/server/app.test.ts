import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { StoreUnavailable } from '../../../src/store/store'
import { sampleFiles } from '../../support/sample-files'
import { openSite, type Site } from '../../support/site'
import { WireClient } from '../../support/wire-client'

let site: Site
beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())

const get = (path: string, init: RequestInit = {}) => fetch(`${site.url}${path}`, init)

/** The policy as its directives. */
function directivesOf(response: Response): Map<string, string[]> {
  const policy = response.headers.get('content-security-policy') ?? ''
  return new Map(
    policy.split(';').map((part) => {
      const [name = '', ...values] = part.trim().split(/\s+/)
      return [name, values]
    }),
  )
}

describe('the server', () => {
  test.each(['/', '/assets/a-1.js', '/healthz', '/api/chat/messages', '/nothing'])(
    '%s comes under a strict policy',
    async (path) => {
      const response = await get(path)
      const directives = directivesOf(response)
      expect(directives.get('default-src')).toEqual(["'none'"])
      for (const name of ['base-uri', 'form-action', 'frame-ancestors'])
        expect(directives.get(name)).toEqual(["'none'"])
      for (const name of ['script-src', 'style-src', 'connect-src']) expect(directives.get(name)).toEqual(["'self'"])
      expect([...directives.values()].flat().join(' ')).not.toMatch(/unsafe|\*|http/)
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
      expect(response.headers.get('referrer-policy')).toBe('no-referrer')
      expect(response.headers.get('x-frame-options')).toBe('DENY')
      expect(response.headers.get('x-powered-by')).toBeNull()
    },
  )

  test('the page is asked for anew each time, its parts with a hash in their name never again', async () => {
    const page = await get('/')
    expect(page.headers.get('content-type')).toMatch(/^text\/html/)
    expect(page.headers.get('cache-control')).toBe('no-cache')
    const part = (await page.text()).match(/\/assets\/[^"]+/)?.[0] ?? ''
    const asset = await get(part)
    expect(asset.headers.get('content-type')).toMatch(/javascript/)
    expect(asset.headers.get('cache-control')).toContain('immutable')
  })

  test('what is not there is 404 in JSON, also when the address tries to leave the folder', async () => {
    for (const path of [
      '/nothing',
      '/assets/none.js',
      '/api/chat/nothing',
      '/%2e%2e/state/keys/master.key',
      '/..%2fstate',
    ]) {
      const response = await get(path)
      expect(response.status, path).toBe(404)
      expect(await response.json()).toMatchObject({ error: { code: 'not-found' } })
    }
  })

  test('healthz says that it can take and keep a message', async () => {
    const response = await get('/healthz')
    expect([response.status, await response.json()]).toEqual([200, { ok: true, alerts: [] }])
  })

  test('a fault of ours is told by its class and place, never by what was said', async () => {
    const broken = await openSite()
    const client = await WireClient.open(broken.url)
    broken.system.store.files.put = async ({ name }) => {
      throw new TypeError(`cannot keep ${name}`)
    }
    const response = await client.sendFile({ ...sampleFiles['image/png']!, name: '秘密.png' })
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({ error: { code: 'not-saved' } })
    expect(broken.log.join()).toContain('TypeError')
    expect(broken.log.join()).not.toContain('秘密')
    await broken.close()
  })

  test('where nothing was sent no fault says that it was not saved', async () => {
    const broken = await openSite()
    const client = await WireClient.open(broken.url)
    await client.says('菜单')
    for (const fault of [new TypeError('of ours'), new StoreUnavailable('the disk')]) {
      broken.system.store.read = async () => {
        throw fault
      }
      const response = await client.fetch('/api/chat/messages?after=0&limit=50')
      expect(response.status).toBe(503)
      const { error } = (await response.json()) as { error: { code: string; message: string } }
      expect(error.code).toBe('away')
      expect(error.message).toMatch(/^现在连不上，会自动再试，不用重发。/)
      expect(error.message).not.toContain('没有存上')
    }
    await broken.close()
  })
})
