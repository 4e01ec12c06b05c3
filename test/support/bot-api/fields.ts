import type { z } from 'zod'
import { badRequest } from './refusal'

export type Fields = Record<string, unknown>

/** Text; numbers are taken too, since telegraf sends ids as JSON numbers. */
export function textOf(fields: Fields, name: string): string {
  const value = fields[name]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** A whole number, kept within its bounds as the server does; what is no number counts as left out. */
export function integerOf(fields: Fields, name: string, otherwise: number, from = -Infinity, to = Infinity): number {
  const value = Number.parseInt(textOf(fields, name), 10)
  return Number.isNaN(value) ? otherwise : Math.min(to, Math.max(from, value))
}

export function flagOf(fields: Fields, name: string): boolean {
  return fields[name] === true || ['true', 'True', '1', 'yes'].includes(textOf(fields, name))
}

/** An object or list, also as JSON in a text; undefined when left out. */
export function objectOf<T>(fields: Fields, name: string, schema: z.ZodType<T>, what = name): T | undefined {
  const value = fields[name]
  if (value === undefined || value === null || value === '') return undefined
  const parsed = schema.safeParse(typeof value === 'string' ? jsonOf(value, what) : value)
  if (!parsed.success) throw badRequest(`can't parse ${what}: ${parsed.error.issues[0]?.message}`)
  return parsed.data
}

function jsonOf(text: string, what: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw badRequest(`can't parse ${what} JSON object`)
  }
}
