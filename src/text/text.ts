import type { Language } from '../domain/language'
import { en } from './en'
import { zh } from './zh-CN'

export type TextKey = keyof typeof zh

type Names<S extends string> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never

/** The values a text's {placeholders} need. */
export type Params<K extends TextKey> = { [Name in Names<(typeof zh)[K]>]: string | number }

/** The keys of texts without placeholders. */
export type PlainKey = { [K in TextKey]: keyof Params<K> extends never ? K : never }[TextKey]

type Arguments<K extends TextKey> = keyof Params<K> extends never ? [] : [params: Params<K>]

const texts: Record<Language, Record<TextKey, string>> = { 'zh-CN': zh, en }

/** A text by key, its {placeholders} filled. */
export function text<K extends TextKey>(language: Language, key: K, ...[params]: Arguments<K>): string {
  return fill(texts[language][key], params as Record<string, string | number> | undefined)
}

/** A text to be said later, in whichever language; made by `phrase`. */
export interface Phrase {
  key: TextKey
  params?: Record<string, string | number>
}

export function phrase<K extends TextKey>(key: K, ...[params]: Arguments<K>): Phrase {
  return params ? { key, params: params as Record<string, string | number> } : { key }
}

export function sayPhrase(language: Language, { key, params }: Phrase): string {
  return fill(texts[language][key], params)
}

function fill(template: string, params: Record<string, string | number> | undefined): string {
  if (!params) return template
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => (name in params ? String(params[name]) : whole))
}

/** Sentences one after another: English parts them by a space, Chinese by nothing. */
export function sentences(language: Language, ...said: readonly string[]): string {
  return said.join(language === 'en' ? ' ' : '')
}

/** Names in a row; in quotation marks where one of several holds a comma itself, so that it is seen where each ends. */
export function listed(language: Language, names: readonly string[]): string {
  const [open, close, comma, between] = language === 'en' ? ['"', '"', ', ', ', '] : ['「', '」', '、', '']
  const isMixed = names.length > 1 && names.some((name) => name.includes(comma.trim()))
  return isMixed ? names.map((name) => `${open}${name}${close}`).join(between) : names.join(comma)
}

/** Every text in every language, for the tests that walk them. */
export const allTexts = texts
