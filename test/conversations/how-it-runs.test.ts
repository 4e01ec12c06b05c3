import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { day, hour } from '../../src/domain/instant'
import type { Watch } from '../../src/jobs/job'
import { auditOf } from '../support/case-world'
import { becomesOfficer, said, withPoints } from '../support/people'
import { allWell, runOnce } from '../support/run-job'
import { type Channel, openWorld, type User, type World } from '../support/world'

let world: World
let admin: User
let watch: Watch
afterEach(() => world.close())

async function begin(channel: Channel): Promise<void> {
  world = await openWorld({ channel })
  await withPoints(world)
  admin = world.user('admin')
  await becomesOfficer(admin, '张书记', ['admin'])
  watch = allWell(world.clock.now)
}

const look = () => runOnce(world, 'find-alerts', { watch })
const telegram = { name: 'Telegram', state: 'connected' as const, since: '2026-11-20T01:00:00.000Z', minutesFlooded: 0 }

describe.each<Channel>(['web', 'window'])('how it runs, on %s', (channel) => {
  beforeEach(() => begin(channel))

  it('is asked from the workbench: not looked yet, all well, or what stands and what to do', async () => {
    expect(said(await admin.says('工作台'))).not.toContain('总钥匙')
    expect(said(await admin.presses('运行情况'))).toContain('【运行情况】还没有查过，过几分钟再来看。')
    watch.platforms = () => [telegram]
    await look()
    expect(said(await admin.presses('运行情况'))).toContain(
      '【运行情况】一切正常。\n\n11月20日 10:00 查过，每 5 分钟查一次。',
    )

    world.clock.advance(hour)
    watch.freeBytes = async () => 0.5 * 1024 ** 3
    watch.isKeyWithData = true
    await look()
    await admin.inbox()
    const workbench = said(await admin.says('工作台'))
    for (const title of ['⚠ 硬盘快满了', '⚠ 总钥匙还没有另存']) expect(workbench).toContain(title)
    const shown = said(await admin.presses('运行情况'))
    expect(shown).toContain('【运行情况】有 2 件要处理：')
    expect(shown).toContain('⚠ 硬盘快满了\n从 11月20日 11:00 起：放数据的硬盘只剩 0.5 GB。')
    expect(shown).toContain('怎么办：请管服务器的人运行 npm run key -- export')
    expect(shown).toContain('11月20日 11:00 查过')

    expect(said(await admin.presses('钥匙已另存'))).toContain('记下了')
    const after = said(await admin.presses('!how-it-runs'))
    expect(after).toContain('有 1 件要处理')
    expect(after).not.toContain('总钥匙')
    expect((await auditOf(world)).map(({ action }) => action)).toEqual([
      'how-it-runs',
      'how-it-runs',
      'how-it-runs',
      'key-saved',
      'how-it-runs',
    ])
  })

  it('opens from the notice', async () => {
    watch.freeBytes = async () => 0
    await look()
    const [notice, ...more] = await admin.inbox()
    expect(more).toEqual([])
    expect(notice?.text).toContain('硬盘快满了')
    expect(said(await admin.presses('运行情况'))).toContain('有 1 件要处理')
  })

  it('says what would help where there is only the web chat, and is no alert day by day', async () => {
    await look()
    expect(said(await admin.presses('!how-it-runs'))).toContain('一切正常。\n\n现在只有网页聊天')
    for (let days = 0; days < 10; days++) {
      world.clock.advance(day)
      await look()
    }
    expect(await admin.inbox()).toEqual([])
  })

  it('is shown to the admins of the whole committee only', async () => {
    for (const [name, roles, unit] of [
      ['点上', ['admin'], 'point-1'],
      ['王姐', ['caseworker', 'supervisor', 'liaison'], 'root'],
    ] as const) {
      const other = world.user(name)
      await becomesOfficer(other, name, [...roles], unit)
      expect(said(await other.says('工作台'))).not.toContain('运行情况')
      for (const action of ['how-it-runs', 'key-saved'])
        expect(said(await other.presses(`!${action}`))).toContain('的同事才能办')
    }
    const stranger = world.user('stranger')
    await stranger.says('你好')
    expect(said(await stranger.presses('!how-it-runs'))).toContain('的同事才能办')
    expect(await auditOf(world)).toEqual([])
  })

  it('is said in English too', async () => {
    await admin.says('/lang')
    await admin.says('English')
    watch.platforms = () => [telegram]
    await look()
    expect(said(await admin.presses('!how-it-runs'))).toContain(
      '[How it runs] All is well.\n\nLast looked at 20 Nov 10:00; every 5 minutes.',
    )
    watch.newestBackup = async () => undefined
    world.clock.advance(hour)
    await runOnce(world, 'find-alerts', { watch, backUp: async () => ({}) })
    await admin.inbox()
    const shown = said(await admin.presses('!how-it-runs'))
    expect(shown).toContain('[How it runs] 1 to be seen to:\n\n⚠ No new backup\nSince 20 Nov 11:00: No backup was made')
    expect(shown).toContain('What to do: Whoever runs the server should run npm run backup')
  })
})
