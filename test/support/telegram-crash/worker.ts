import { setTimeout as sleep } from 'node:timers/promises'
import type { BotApi, Person, Update } from '../bot-api/bot-api'
import { sampleFiles } from '../sample-files'
import { randomBytesFrom } from '../seeded'

/** A reply over which the bot died seven times goes out again only after half a minute; a platform whose calls fail pauses for up to a minute. */
const patience = 600_000

interface Sent {
  /** What the bot calls it by. */
  id: string
  /** The words as they are to stand in the conversation; null for a photo, and for a command, which stands by its name. */
  text: string | null
}

/** Somebody who writes when the answer to what they wrote before has come, with answers that no other worker gives. */
export class TelegramWorker {
  readonly sent: Sent[] = []
  readonly firm: string
  readonly yuan: number
  readonly chat: number
  longestWait = 0
  #person: Person

  constructor(
    api: BotApi,
    readonly random: () => number,
    readonly n: number,
  ) {
    this.chat = 1000 + n
    this.#person = api.person(this.chat)
    this.firm = `宏达建筑第${n}队`
    this.yuan = 1000 + n
  }

  get sendsPhoto(): boolean {
    return this.n % 3 === 0
  }

  /** A picture no other worker sends: what stands behind its end is kept as it is. */
  get picture(): Buffer {
    return Buffer.concat([sampleFiles['image/jpeg']!.bytes, randomBytesFrom(this.n)])
  }

  /** From the first word to a case's number, with some loose talk before it and for some a picture after it. */
  async complains(): Promise<void> {
    const { n } = this
    await this.#acts((person) => person.starts(), null, '你好，我是联心')
    for (let line = 1; line <= 2; line++) await this.#says(`第${n}个人的第${line}句话`, '没看懂这一句')
    await this.#says('投诉', '先看看')
    await this.#presses('同意，开始', '你现在安全吗')
    await this.#presses('都没有', '是什么事')
    await this.#presses('拖欠我的工资', '投诉谁')
    await this.#says(this.firm, '在哪里')
    await this.#says(`龙华区民治${n}号工地`, '从哪个月开始')
    await this.#says('8月', '一共欠多少钱')
    await this.#says(`${this.yuan}元`, '请看一遍')
    await this.#presses('没错，提交', /WQ-\d{8}-\d{4}/)
    await this.#waitsFor('有照片吗')
    if (!this.sendsPhoto) return
    await this.#acts((person) => person.sendsPhoto(this.picture), null, /收到 1 个|正在接收/)
    await this.#presses('好了', '经过是怎样的')
    await this.#presses('先到这里', '里了')
  }

  #says(text: string, answer: string | RegExp): Promise<void> {
    return this.#acts((person) => person.says(text), text, answer)
  }

  #presses(label: string, answer: string | RegExp): Promise<void> {
    return this.#acts((person) => person.presses(label), label, answer)
  }

  async #acts(act: (person: Person) => Update, text: string | null, answer: string | RegExp): Promise<void> {
    await sleep(this.random() * 150)
    const { message, callback_query: press } = act(this.#person)
    this.sent.push({ id: press ? `c${press.id}` : `m${message?.message_id}`, text })
    await this.#waitsFor(answer)
  }

  async #waitsFor(answer: string | RegExp): Promise<void> {
    const since = performance.now()
    await this.#person.waitsFor(answer, patience)
    this.longestWait = Math.max(this.longestWait, performance.now() - since)
  }
}
