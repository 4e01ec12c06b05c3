import { z } from 'zod'
import { readDigits } from './chinese-number'
import { halfWidth } from './plain-text'

const mobilePattern = /^1[3-9]\d{9}$/
const landlinePattern = /^(?:010|02\d|0[3-9]\d{2})-[2-8]\d{6,7}(?:-\d{1,6})?$/

export const mobileSchema = z.string().regex(mobilePattern)
/** 13812345678, or 0755-82345678 with -801 behind it for an extension. */
export const phoneSchema = z.union([mobileSchema, z.string().regex(landlinePattern)])

export type PhoneProblem = 'not-a-phone' | 'too-short' | 'too-long' | 'bad-prefix' | 'several'
export type PhoneKind = 'mobile' | 'landline'
type PhoneReading = { ok: true; value: string; kind: PhoneKind } | { ok: false; problem: PhoneProblem }

/** Digits that may be parted by blanks, dots, dashes or brackets, and an extension. */
const candidatePattern = /\+?\(?\+?\d(?:[\s.()-]*\d)*(?:\s*(?:转|分机|ext\.?|#)\s*\d{1,6})?/gi
const oneCandidate = /1[3-9]\d(?:[\s.-]*\d){8}(?!\d)/g

/** The one phone number a text names, however it is spaced; a second one, a service number or a foreign one is asked again. */
export function readPhone(text: string): PhoneReading {
  const plain = numeralsToDigits(halfWidth(text.slice(0, 300)).replace(/[—–−‐‑]/g, '-'))
  // masked numbers, letters in place of digits, links
  if (/:\/\/|\d[a-z*]|[a-z*]\d|\d_|_\d/i.test(plain.replace(/ext\.?\s*|tel:?/gi, '转'))) return refuse('not-a-phone')
  const candidates = (plain.match(candidatePattern) ?? []).flatMap((candidate) => apart(candidate))
  // 我18岁: a short number beside a phone number is something else
  const long = candidates.filter((candidate) => candidate.replace(/\D/g, '').length > 6)
  const readings = (long.length > 0 ? long : candidates).map(readCandidate)
  const [first, ...others] = readings
  if (!first) return refuse('not-a-phone')
  const isRepeated = first.ok && others.every((other) => other.ok && other.value === first.value)
  return others.length > 0 && !isRepeated ? refuse('several') : first
}

/** As readPhone, for a mobile only. */
export function readMobile(
  text: string,
): { ok: true; value: string; kind: 'mobile' } | { ok: false; problem: PhoneProblem | 'not-mobile' } {
  const reading = readPhone(text)
  if (!reading.ok) return reading
  return reading.kind === 'mobile' ? { ...reading, kind: 'mobile' } : { ok: false, problem: 'not-mobile' }
}

/** 138****5678, 0755-****5678 */
export function maskPhone(phone: string): string {
  const [area = '', local] = phone.split('-')
  if (local) return `${area}-****${local.slice(-4)}`
  return phone.length < 8 ? '****' : `${phone.slice(0, 3)}****${phone.slice(-4)}`
}

function refuse(problem: PhoneProblem): { ok: false; problem: PhoneProblem } {
  return { ok: false, problem }
}

function numeralsToDigits(text: string): string {
  return text.replace(
    /(?:[零〇一幺二三四五六七八九]\s?){7,}/g,
    (numerals) => readDigits(numerals.replace(/\s/g, '').replaceAll('幺', '一').replaceAll('〇', '零')) ?? numerals,
  )
}

/** Two mobiles with a blank between them are two. */
function apart(candidate: string): string[] {
  const mobiles = candidate.match(oneCandidate) ?? []
  const left = candidate.replace(oneCandidate, '')
  return mobiles.length > 1 && /^[\s.()-]*$/.test(left) ? mobiles : [candidate]
}

function readCandidate(candidate: string): PhoneReading {
  const [number = '', extension] = candidate.split(/\s*(?:转|分机|ext\.?|#)\s*/i)
  const parts = /^((?:\D*\d){11,})-(\d{1,6})$/.exec(number.replace(/[\s.()]/g, ''))
  const suffix = extension ?? (parts?.[1]?.replace(/\D/g, '').startsWith('0') ? parts[2] : undefined)
  const main = extension === undefined && suffix !== undefined ? (parts?.[1] ?? number) : number
  const isForeign = /^\(?\+/.test(main) && !/^\(?\+\s*86/.test(main)
  if (isForeign) return refuse('bad-prefix')
  const digits = main.replace(/\D/g, '').replace(/^00(?=86)/, '')
  const isChina = digits.startsWith('86') && digits.length >= 12
  const national = isChina ? digits.slice(2) : digits
  if (/^01[3-9]\d{9}$/.test(national)) return readMobileDigits(national.slice(1))
  if (/^0/.test(national)) return readLandline(national, suffix)
  // +86 755 …: the zero of the area code is not dialled from abroad
  if (isChina && !/^1[3-9]/.test(national)) return readLandline(`0${national}`, suffix)
  return readMobileDigits(national)
}

function readMobileDigits(digits: string): PhoneReading {
  if (mobilePattern.test(digits)) return { ok: true, value: digits, kind: 'mobile' }
  if (digits.length > 11) return refuse('too-long')
  // 400 and 800 are service numbers, nobody's own
  if (digits.length === 11 || /^[48]00\d{7}$/.test(digits)) return refuse('bad-prefix')
  return refuse('too-short')
}

function readLandline(digits: string, extension: string | undefined): PhoneReading {
  const areaLength = /^0[12]/.test(digits) ? 3 : 4
  const area = digits.slice(0, areaLength)
  const local = digits.slice(areaLength)
  if (local.length < 7) return refuse('too-short')
  if (local.length > 8) return refuse('too-long')
  const value = `${area}-${local}${extension ? `-${extension}` : ''}`
  return landlinePattern.test(value) ? { ok: true, value, kind: 'landline' } : refuse('bad-prefix')
}
