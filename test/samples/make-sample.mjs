// Plays a day over the wire of a built program and keeps what it leaves: node test/samples/make-sample.mjs REPOSITORY FOLDER
import { execFileSync, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const [repository, folder] = process.argv.slice(2).map((path) => resolve(path))
const state = join(folder, 'state')
const port = 20_000 + Math.floor(Math.random() * 20_000)
const site = `http://localhost:${port}`
const env = {
  ...process.env,
  PORT: String(port),
  DATA_DIR: state,
  DATA_KEY: Buffer.alloc(32, 'sample').toString('base64'),
  ADMIN_CODE: 'sample-code',
  LOG_LEVEL: 'warn',
}
const script = (name) => join(repository, 'dist/scripts', `${name}.js`)
const run = (name, ...args) => execFileSync(process.execPath, [script(name), ...args], { env, cwd: repository })

let bot
async function start() {
  bot = spawn(process.execPath, [join(repository, 'dist/main.js')], {
    env,
    cwd: repository,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  for (let tries = 0; tries < 200; tries++) {
    if (
      await fetch(`${site}/healthz`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return
    await sleep(50)
  }
  throw new Error('it does not start')
}
async function stop() {
  const ended = new Promise((done) => bot.on('exit', done))
  bot.kill('SIGTERM')
  await ended
}

class User {
  #cookie
  #after = 0
  #choices = []

  get cookie() {
    return this.#cookie
  }

  async says(text) {
    return this.#sends({ text })
  }

  /** Nothing, where no button has it in its label. */
  async taps(label) {
    const choice = this.#choices.find((one) => one.label.includes(label))
    return choice ? this.#sends({ choice: choice.value }) : ''
  }

  async sendsPhoto() {
    const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
    const form = new FormData()
    form.set('id', randomUUID())
    form.set('file', new Blob([Buffer.from(png, 'base64')], { type: 'image/png' }), 'sample.png')
    await this.#posts('messages', form, {})
    return this.#reads()
  }

  async #sends(body) {
    if (!this.#cookie) {
      const { headers } = await this.#posts('session', '{}', { 'content-type': 'application/json' })
      this.#cookie = headers.getSetCookie()[0].split(';')[0]
    }
    await this.#posts('messages', JSON.stringify({ id: randomUUID(), ...body }), { 'content-type': 'application/json' })
    return this.#reads()
  }

  #posts(path, body, more) {
    const headers = { origin: site, 'accept-language': 'zh', ...(this.#cookie && { cookie: this.#cookie }), ...more }
    return fetch(`${site}/api/chat/${path}`, { method: 'POST', headers, body })
  }

  /** What was answered, until nothing more comes. */
  async #reads() {
    const texts = []
    for (let left = 60; left > 0; left--) {
      await sleep(60)
      const url = `${site}/api/chat/messages?after=${this.#after}`
      const { messages = [] } = await (await fetch(url, { headers: { cookie: this.#cookie } })).json()
      if (messages.length === 0) continue
      left = Math.min(left, 4)
      this.#after = messages.at(-1).seq
      for (const { from, text, choices } of messages) {
        if (from === 'me') continue
        texts.push(text)
        if (choices.length > 0) this.#choices = choices
      }
    }
    return texts.join('\n\n')
  }
}

/** What is answered to a question that begins so; every other is skipped. */
const answers = [
  [/^就这样，还是/, () => '就这样'],
  [/^办什么活动/, () => '茶话会'],
  [/^活动叫什么/, () => '样本茶话会'],
  [/^什么时候/, () => '下周六下午三点'],
  [/^几个名额/, () => '20'],
  [/^你怎么称呼|^怎么称呼/, ({ name }) => name],
  [/维权案子/, () => '我也办'],
  [/谁看|同意就|可以把你登记/, () => '同意'],
  [/^你现在安全吗/, () => '都没有'],
  [/^是什么事/, () => '拖欠我的工资'],
  [/^投诉谁/, ({ boss }) => `宏达样本建筑 ${boss}`],
  [/^在哪里/, () => '样本区样本路工地'],
  [/^从哪个月/, () => '8月'],
  [/^一共欠多少/, () => '一万八'],
  [/^你今年多大/, () => '19'],
  [/^你的手机号/, ({ phone }) => phone],
]

async function fills(user, person, first) {
  let said = first
  for (let turns = 0; turns < 20; turns++) {
    if (said.includes('请看一遍')) return user.taps('没错')
    const question = said.trim().split('\n\n').at(-1)
    const answer = answers.find(([pattern]) => pattern.test(question))?.[1]
    said = await user.says(answer?.(person) ?? '跳过')
  }
  throw new Error(`it does not end: ${said}`)
}

const worker = { name: '样本甲', phone: '13800000011', boss: '13800000001' }
const erased = { name: '样本乙', boss: '13800000002' }
const [a, b, officer] = [new User(), new User(), new User()]
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
process.on('exit', () => bot?.kill('SIGKILL'))
await start()
await officer.says('/admin wrong-code')
await fills(officer, { name: '组织员' }, await officer.says('/admin sample-code'))
await fills(a, worker, await a.says('投诉'))
await a.sendsPhoto()
await a.taps('好了')
await a.taps('先到这里')
await fills(a, worker, await a.says('登记'))
await fills(b, erased, await b.says('投诉'))
if (existsSync(script('backup'))) {
  run('backup')
  await stop()
} else {
  await stop()
  run('compact')
}
await start()
if (readFileSync(script('key'), 'utf8').includes('rotate')) {
  const file = join(folder, 'new.key')
  run('key', 'rotate', '--new', file)
  env.DATA_KEY = readFileSync(file, 'utf8').trim()
  rmSync(file)
}
await officer.says('工作台')
await officer.taps('-0001')
await officer.taps('受理')
await officer.says('工作台')
await officer.taps('邀请同事')
await officer.says('联络员')
await officer.taps('好了')
await officer.taps('没错')
await b.taps('先到这里')
await b.says('我的')
await b.taps('全部删掉')
await b.taps('确定')
const held = await officer.says('办活动')
if (held.includes('什么活动')) {
  await fills(officer, {}, held)
  await officer.taps('发布')
  await a.says('活动')
  await a.taps('样本茶话会')
  await a.taps('我去')
}
// Left half filled in.
await a.says('投诉')
await a.says('都没有')
await stop()
const sample = { key: env.DATA_KEY, cookie: a.cookie }
writeFileSync(join(folder, 'sample.json'), `${JSON.stringify(sample, undefined, 2)}\n`)
