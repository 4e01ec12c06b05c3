import { createHash } from 'node:crypto'
import { webChatAbilities, webChatChannel } from '../../src/channels/web-chat/abilities'
import { unsent } from '../../src/delivery/outbox'
import type { Account } from '../../src/domain/account'
import { after, day, minute } from '../../src/domain/instant'
import type { HistoryEntry, OutboxRow, Seen } from '../../src/domain/message'
import type { Consent, Person } from '../../src/domain/person'
import type { Session } from '../../src/domain/session'
import { trades, type Youth } from '../../src/domain/youth'
import { type CommitteeSize, historyDays, keptDays } from './committee-size'
import type { Random } from './random'

/** One person and everything kept about them. */
export interface Someone {
  person: Person
  account: Account
  consent: Consent
  session: Session | undefined
  history: HistoryEntry[]
  seen: Seen[]
}

const choices = [
  { label: '我要投诉', value: '!command.complain' },
  { label: '看菜单', value: '!command.menu' },
]
const answers = [
  '收到了。下面这一题可以跳过，也可以晚点再说：你现在住在哪里？写到村或者小区就行。',
  '记下了。有什么难处随时在这里说，只有办你这件事的人看得到。',
  '好的，已经转给你的联络员，工作日一天之内会有人在这里回你。',
]
const messages = ['我还住在原来的宿舍', '换了工地，在样例路那边', '最近都好', '想问一下技能培训怎么报名']

const idAt = (at: string, random: Random) => Date.parse(at).toString(16).padStart(12, '0') + random.hex(12)
const hash = (text: string) => createHash('sha256').update(text).digest('base64url')

/** What a visitor of the web chat is known by, the same for the same seed. */
export function visitorOf(seed: number, n: number): string {
  return hash(`visitor ${seed} ${n}`).slice(0, 22)
}

/** Person, account and conversation of the n-th person; what lies longer back than it is kept is not made. */
export function makeSomeone(n: number, seed: number, size: CommitteeSize, random: Random, now: string): Someone {
  const createdAt = after(now, -Math.floor((historyDays + random.next() * 600) * day))
  const person = idAt(createdAt, random)
  const account = idAt(createdAt, random)
  const times = Array.from({ length: size.messagesEach }, () => random.next() * historyDays * day).sort((a, b) => b - a)
  const history: HistoryEntry[] = []
  const seen: Seen[] = []
  for (const ago of times) {
    const at = after(now, -Math.floor(ago))
    const update = `${random.hex(8)}-${random.hex(4)}-4${random.hex(3)}-8${random.hex(3)}-${random.hex(12)}`
    const said = { at, person, name: null, choices: [], file: null, update: null, about: null }
    history.push({ ...said, from: 'me', text: random.pick(messages), update })
    history.push({ ...said, from: 'bot', text: random.pick(answers) })
    history.push({ ...said, from: 'bot', text: '接下来要办什么？点一个，或者直接说。', choices })
    const replies = [history.length - 1, history.length]
    if (ago < keptDays * day) seen.push({ id: `${account}:${update}`, person, hash: random.hex(16), at, replies })
  }
  const lastContactAt = history.at(-1)?.at ?? createdAt
  const consent = { version: 'registration-1', at: createdAt }
  return {
    person: {
      id: person,
      language: 'zh-CN',
      createdAt,
      lastContactAt: createdAt,
      consents: { registration: consent },
      joined: [],
      returnCode: hash(`return code ${seed} ${n}`).slice(0, 32),
    },
    account: {
      id: account,
      channel: webChatChannel,
      externalId: visitorOf(seed, n),
      person,
      abilities: webChatAbilities,
      createdAt,
      lastContactAt,
      unreachable: null,
      seenSeq: 0,
    },
    consent: {
      id: `${person}:first`,
      person,
      purpose: 'registration',
      version: consent.version,
      agreed: true,
      channel: webChatChannel,
      at: createdAt,
      keptUntil: null,
    },
    session: seen.length > 0 ? makeSession(person, lastContactAt) : undefined,
    history,
    seen,
  }
}

function makeSession(id: string, touchedAt: string): Session {
  const nothing = { held: null, heldFiles: [], answered: null, unanswered: null, scanned: null }
  return { id, turn: null, aside: [], offered: choices, ...nothing, touchedAt }
}

/** A youth who told everything, half of them with a second point where they work. */
export function makeYouth(
  n: number,
  id: string,
  registeredAt: string,
  points: readonly string[],
  liaisons: ReadonlyMap<string, string>,
  random: Random,
): Youth {
  const home = random.pick(points)
  const work = random.isBelow(0.5) ? random.pick(points) : home
  return {
    id,
    name: `青年${inNumerals(n + 1)}`,
    birthYear: 1991 + random.below(19),
    // 154 is given to no operator.
    phone: `154${String(n).padStart(8, '0')}`,
    homePlace: `样例省样例县第${random.below(400) + 1}村`,
    livesAt: `样例村${random.below(90) + 1}栋${random.below(9) + 1}0${random.below(9) + 1}`,
    worksAt: `样例路${random.below(300) + 1}号`,
    trade: random.pick(trades),
    employer: `样例${random.below(900) + 1}公司`,
    leagueMember: random.isBelow(0.3),
    points: [...new Set([home, work])],
    liaison: liaisons.get(home) ?? null,
    registeredAt,
    updatedAt: registeredAt,
    form: { id: 'register', questions: random.hex(16) },
  }
}

/** 00012 as 零零零一二: a name holds no digits. */
function inNumerals(n: number): string {
  return [...String(n).padStart(5, '0')].map((digit) => '零一二三四五六七八九'[Number(digit)]).join('')
}

/** A notice of the last 30 days; one in ten still waits for a visit. */
export function makeNotice({ person, account }: Someone, random: Random, now: string): OutboxRow {
  const createdAt = after(now, -Math.floor(random.next() * keptDays * day) - minute)
  const body: OutboxRow['body'] = { from: 'bot', name: null, text: random.pick(answers), choices, file: null }
  return {
    ...unsent(idAt(createdAt, random), person.id, body, createdAt),
    key: `notice:${person.id}:${random.hex(6)}`,
    state: random.isBelow(0.1) ? 'waiting' : 'sent',
    attempts: 1,
    account: account.id,
    settledAt: createdAt,
  }
}
