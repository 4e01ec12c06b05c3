import { existsSync } from 'node:fs'
import { readdir, readlink } from 'node:fs/promises'
import { beforeAll, expect, test } from 'vitest'
import { ensureBuilt } from '../../scripts/browser/real-bot'
import { launch } from '../house/launch'
import { repository } from '../house/stand-in'
import { portNobodyDials } from '../support/port-nobody-dials'
import { until } from '../support/until'
import { WireClient } from '../support/wire-client'

beforeAll(async () => {
  await ensureBuilt()
})

/** What each part's newest lines hold after the word that opens their side. */
const parts: [part: string, sends: string, sees: RegExp][] = [
  ['工友', '进度', /维权|案/],
  ['联络员', '工作台', /我的人，这个月：\d+\/\d+/],
  ['维权专员', '工作台', /案/],
  ['主管', '工作台', /超期|案/],
  ['管理员', '工作台', /活动|同事/],
]

test('who runs the demo can be everybody it names, and it leaves nothing behind', async () => {
  const port = await portNobodyDials()
  const demo = launch([process.execPath, 'dist/scripts/demo.js'], repository, {
    PORT: String(port),
    DATA_DIR: '/nonexistent/the-real-one',
    TELEGRAM_BOT_TOKEN: '100000001:demo-of-lianxin-token-of-nothing',
  })
  await until(() => demo.stdout().includes('管理员') || demo.child.exitCode !== null)
  expect(demo.stderr()).toBe('')
  expect(demo.stdout()).toMatch(/DATA_DIR=\S+lianxin-demo-\S+ npm run job/)
  const codes = [...demo.stdout().matchAll(/^ {2}([\d-]{19}) {3}[^：]+：(.+) \/ /gm)]
  expect(codes.map(([, , who]) => who)).toHaveLength(parts.length)
  const site = `http://localhost:${port}/`
  for (const [part, word, sees] of parts) {
    const [, code = ''] = codes.find(([, , who]) => who?.includes(part)) ?? []
    const client = await WireClient.open(site)
    expect(await client.says(code)).toBe(202)
    const told = async () => (await client.messages()).filter(({ from }) => from !== 'me').map(({ text }) => text)
    // What it ends with is that it worked, also where an administrator has to agree.
    await until(async () => (await told()).join('\n').includes('连好了'))
    expect(await client.says(word)).toBe(202)
    const texts = await told()
    expect(texts.slice(-3).join('\n'), part).toMatch(sees)
  }
  const folder = await heldFolder(demo.child.pid)
  expect(existsSync(folder)).toBe(true)
  expect((await demo.end('SIGTERM')).code).toBe(0)
  expect(existsSync(folder)).toBe(false)
  expect(existsSync('/nonexistent')).toBe(false)
})

/** The temporary folder in which the process has files open. */
async function heldFolder(pid: number | undefined): Promise<string> {
  for (const fd of await readdir(`/proc/${pid}/fd`)) {
    const path = await readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')
    const [folder] = path.match(/^.*lianxin-demo-[^/]+/) ?? []
    if (folder) return folder
  }
  throw new Error('the demo has no folder')
}
