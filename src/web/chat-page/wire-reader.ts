import type { Language } from '../../domain/language'
import type { ChatFile, ChatMessage, Choice } from '../api/chat-message'
import type { ChatSession, Menu } from '../api/chat-session'
import type { SessionChanged } from '../api/stream-event'

// Written by hand and held to the schemas of web/api by a property test: zod would add 15 kB and needs newer browsers.

type Fields = Record<string, unknown>

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isFilledText(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0
}

/** Reads every element or, when one is wrong, none. */
function readAll<T>(value: unknown, readOne: (element: unknown) => T | null): T[] | null {
  if (!Array.isArray(value)) return null
  const result: T[] = []
  for (const element of value) {
    const one = readOne(element)
    if (one === null) return null
    result.push(one)
  }
  return result
}

function readChoice(value: unknown): Choice | null {
  if (!isFields(value) || !isFilledText(value.label) || !isFilledText(value.value)) return null
  return { label: value.label, value: value.value }
}

function readFile(value: unknown): ChatFile | null {
  if (!isFields(value)) return null
  const { url, name, type, size } = value
  if (!isFilledText(url) || typeof name !== 'string' || typeof type !== 'string') return null
  return Number.isSafeInteger(size) && Number(size) >= 0 ? { url, name, type, size: Number(size) } : null
}

function isOptionalText(value: unknown): value is string | null | undefined {
  return value === undefined || value === null || typeof value === 'string'
}

export function readMessage(value: unknown): ChatMessage | null {
  if (!isFields(value)) return null
  const { seq, id, from, text, at, name } = value
  const choices = readAll(value.choices, readChoice)
  const file = value.file === null ? null : readFile(value.file)
  if (!Number.isSafeInteger(seq) || Number(seq) < 1 || choices === null || (file === null && value.file !== null))
    return null
  if (from !== 'bot' && from !== 'officer' && from !== 'me') return null
  if (typeof text !== 'string' || typeof at !== 'string' || Number.isNaN(Date.parse(at))) return null
  if (!isOptionalText(id) || !isOptionalText(name)) return null
  return {
    seq: Number(seq),
    from,
    text,
    choices,
    file,
    at,
    ...(typeof id !== 'string' ? {} : { id }),
    ...(typeof name !== 'string' ? {} : { name }),
  }
}

export function readMessageList(value: unknown): ChatMessage[] | null {
  return isFields(value) ? readAll(value.messages, readMessage) : null
}

export function readLanguage(value: unknown): Language | null {
  return value === 'zh-CN' || value === 'en' ? value : null
}

function readMenu(value: unknown): Menu | null {
  const menu = readAll(value, (entry) => {
    if (!isFields(entry) || !isFilledText(entry.label)) return null
    const items = readAll(entry.items, (item) =>
      isFields(item) && isFilledText(item.label) && isFilledText(item.command)
        ? { label: item.label, command: item.command }
        : null,
    )
    return items === null || items.length < 1 || items.length > 5 ? null : { label: entry.label, items }
  })
  return menu === null || menu.length > 3 ? null : menu
}

export function readSessionChanged(value: unknown): SessionChanged | null {
  if (!isFields(value)) return null
  const language = readLanguage(value.language)
  const menu = readMenu(value.menu)
  return language === null || menu === null ? null : { language, menu }
}

export function readSession(value: unknown): ChatSession | null {
  const changed = readSessionChanged(value)
  if (changed === null || !isFields(value)) return null
  const { id, name } = value
  return isFilledText(id) && typeof name === 'string' ? { id, name, ...changed } : null
}

/** The last words to somebody whose conversation was erased. */
export function readGone(value: unknown): string[] | null {
  return isFields(value) ? readAll(value.texts, (text) => (typeof text === 'string' ? text : null)) : null
}

export function readAcceptedSeq(value: unknown): number | null {
  return isFields(value) && Number.isSafeInteger(value.seq) && Number(value.seq) > 0 ? Number(value.seq) : null
}

/** The refusal in the person's language. */
export function readErrorMessage(value: unknown): string | null {
  if (!isFields(value) || !isFields(value.error)) return null
  const { message } = value.error
  return isFilledText(message) ? message : null
}
