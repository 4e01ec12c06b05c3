import { queueNotice } from '../delivery/notice'
import type { Draft } from '../delivery/shape'
import type { Answers } from '../dialog/form'
import type { Account } from '../domain/account'
import type { Attempts } from '../domain/credential'
import { hour, type Instant } from '../domain/instant'
import type { FileRef } from '../domain/message'
import type { Officer } from '../domain/officer'
import type { Person } from '../domain/person'
import type { Session } from '../domain/session'
import type { Youth } from '../domain/youth'
import type { NoticeOptions, Saying, Scene } from '../features/feature'
import { rootUnit, unnamedCommittee } from '../features/officers/ensure-root'
import { attempts, officers, persons, units, youths } from '../store/collections'
import { audit } from '../store/logs'
import { type Lock, NeedsLock, type WriteTx } from '../store/store'
import { text } from '../text/text'

/** The link that opens a channel and brings a code with it, as `/start CODE` would. */
export type Entrance = (code: string) => string

/** What the bot is given by the composition root. */
export interface Tools {
  zone: string
  publicUrl: string | null
  /** How a code is carried into each channel, the latest known last. */
  entrances(): readonly Entrance[]
  /** A channel whose address is known only once it is connected adds its own. */
  addEntrance(entrance: Entrance): void
  newId(): string
  newDigits(count: number): string
  hashCode(code: string): string
  fingerprint(bytes: Uint8Array | string): string
  /** The same for the same content, and of no use to who has the stored data without the key. */
  contentMark(content: unknown): string
}

export interface Attachment {
  file: FileRef
  bytes: Uint8Array
}

interface Given {
  tx: WriteTx
  now: Instant
  person: Person
  account: Account
  session: Session
  committee: string | undefined
  held: ReadonlySet<Lock>
  tools: Tools
}

/** The scene of one message, and what was decided in it. */
export interface Stage {
  scene: Scene
  /** What is to be said, in order; forms speak through it too. */
  drafts: Draft[]
  opening: { form: string; about: string | null; answers: Answers } | undefined
  /** The form that is to end. */
  closing: string | undefined
  attachments: Attachment[]
  /** The case that the whole message is about. */
  about: string | null
  gone: boolean
  /** No form left lying is offered after what is said. */
  isAlone: boolean
  /** The liaison point of the poster scanned last. */
  scanned: string | null
}

export function setStage({ tx, now, person, account, session, committee, held, tools }: Given): Stage {
  const { zone, publicUrl, entrances, newId, newDigits, hashCode, fingerprint } = tools
  const stage: Stage = {
    drafts: [],
    opening: undefined,
    closing: undefined,
    attachments: [],
    about: null,
    gone: false,
    isAlone: false,
    scanned: session.scanned,
    scene: {
      tx,
      now,
      zone,
      publicUrl,
      linksFor: (code) => entrances().map((entrance) => entrance(code)),
      committee: committee ?? text(person.language, 'bot.committee'),
      newId,
      newDigits,
      hashCode,
      person,
      account,
      language: person.language,
      youth: (): Promise<Youth | undefined> => tx.get(youths, stage.scene.person.id),
      async officer(): Promise<Officer | undefined> {
        const officer = await tx.get(officers, stage.scene.person.id)
        return officer?.leftAt === null ? officer : undefined
      },
      say: (saying) => void stage.drafts.push(draftOf(saying)),
      attach({ name, type, bytes }) {
        const file = { id: newId(), name, type, size: bytes.byteLength, sha256: fingerprint(bytes) }
        stage.attachments.push({ file, bytes })
        return file
      },
      notify: async (to: string, saying, options: NoticeOptions = {}) => {
        const recipient = await tx.get(persons, to)
        if (!recipient) return
        const said = draftOf(saying(recipient.language))
        const body = {
          from: said.officer === null ? ('bot' as const) : ('officer' as const),
          name: said.officer,
          text: said.text,
          choices: [...said.choices],
          file: said.file,
        }
        await queueNotice(tx, { id: newId(), person: to, body, now, ...options })
      },
      open: (form, options = {}) => {
        stage.opening = { form, about: options.about ?? null, answers: options.answers ?? {} }
      },
      close: (form) => {
        stage.closing = form
      },
      async changePerson(changed) {
        stage.scene.person = changed
        stage.scene.language = changed.language
        await tx.put(persons, changed)
      },
      record: async (action, target) => {
        await tx.append(audit, 'all', { at: now, actor: stage.scene.person.id, action, target })
      },
      async tryCode(what, overall) {
        // Who tries too often alone does not use up what all may try together.
        if (!(await countTry(tx, `${what}:${account.id}`, person.id, now, 5))) return false
        return overall === undefined || countTry(tx, what, null, now, overall)
      },
      heldText: () => session.held,
      heldFiles: () => session.heldFiles,
      scannedPoint: () => stage.scanned,
      keepScanned: (point) => {
        stage.scanned = point
      },
      lock(lock) {
        if (!held.has(lock)) throw new NeedsLock(lock)
      },
      concerns: (complaint) => {
        stage.about = complaint
      },
      aloneNow: () => {
        stage.isAlone = true
      },
      forgotten: () => {
        stage.gone = true
      },
    },
  }
  return stage
}

function draftOf({ text, choices = [], file, from }: Saying): Draft {
  return { text, choices, file: file ?? null, officer: from?.officer ?? null }
}

async function countTry(tx: WriteTx, id: string, person: string | null, now: Instant, most: number): Promise<boolean> {
  const tried: Attempts | undefined = await tx.get(attempts, id)
  const since = new Date(Date.parse(now) - hour).toISOString()
  const lately = (tried?.at ?? []).filter((at) => at > since)
  if (lately.length >= most) return false
  await tx.put(attempts, { id, person, at: [...lately, now] })
  return true
}

/** The committee's name is that of the root unit; undefined until it was given one. */
export async function committeeName(tx: WriteTx): Promise<string | undefined> {
  const name = (await tx.get(units, rootUnit))?.name
  return name === unnamedCommittee ? undefined : name
}
