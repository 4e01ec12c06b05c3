import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { expect, test } from 'vitest'
import { readConfig } from '../src/config'
import { environment } from '../src/config/environment'

const text = (name: string) => readFileSync(join(import.meta.dirname, '../deploy', name), 'utf8')
const settings = parseEnv(text('env')) as Record<string, string>
const valueIn = (pattern: RegExp, name: string) => pattern.exec(text(name))?.[1]

test('the settings of the service start the bot as they are, without a warning', () => {
  expect(readConfig(settings)).toMatchObject({ ok: true, warnings: [] })
})

test('each variable under deploy/ is one that the bot reads', () => {
  const inCompose =
    text('compose.yaml')
      .split('secrets:')[0]
      ?.matchAll(/^ {6}([A-Z_]+):/gm) ?? []
  const inUnit = valueIn(/^Environment=(.*)$/m, 'lianxin.service')?.matchAll(/([A-Z_]+)=/g) ?? []
  const inImage = valueIn(/^ENV (.*)$/m, 'Dockerfile')?.matchAll(/([A-Z_]+)=/g) ?? []
  const named = [...inCompose, ...inUnit, ...inImage].map(([, name]) => name)
  expect(named).toContain('DATABASE_URL')
  expect(named).toContain('PORT')
  const known = new Set([...Object.keys(environment.shape), 'NODE_ENV'])
  expect([...Object.keys(settings), ...named].filter((name) => !known.has(name ?? ''))).toEqual([])
})

test('unit, command, settings and page speak of the same user and places', () => {
  const unit = text('lianxin.service')
  const command = text('lianxin')
  const place = valueIn(/^WorkingDirectory=(.*)$/m, 'lianxin.service')
  expect(command).toContain(`cd ${place} `)
  expect(command).toContain(`--env-file=${valueIn(/^EnvironmentFile=(.*)$/m, 'lianxin.service')} `)
  expect(command).toContain(`runuser -u ${valueIn(/^User=(.*)$/m, 'lianxin.service')} `)
  // A folder in what the service may write, not that folder itself: to restore, another takes its name.
  expect(settings.DATA_DIR).toBe(`/var/lib/${valueIn(/^StateDirectory=(.*)$/m, 'lianxin.service')}/state`)
  expect(unit).toMatch(/RestartPreventExitStatus=78 65$/m)
  for (const page of ['operating.md', 'operating.zh-CN.md']) {
    const words = readFileSync(join(import.meta.dirname, '../docs', page), 'utf8')
    for (const word of [place, settings.DATA_DIR, settings.DATA_KEY_FILE, '/usr/local/bin/lianxin'])
      expect(words).toContain(word)
  }
})
