import { fixedOptions, severalOf } from '../../dialog/fields/choice'
import type { Field } from '../../dialog/form'
import { type Danger, dangerSchema } from '../../domain/complaint'
import { dangersInWords } from '../../domain/danger-signs'
import type { Language } from '../../domain/language'
import { type PlainKey, text } from '../../text/text'

const labels = {
  injured: 'complaints.danger-injured',
  threatened: 'complaints.danger-threatened',
  'locked-in': 'complaints.danger-locked-in',
  'under-16': 'complaints.danger-under-16',
  'papers-held': 'complaints.danger-papers-held',
} as const satisfies Record<Danger, PlainKey>

const words: Record<Danger, readonly string[]> = {
  injured: ['受伤', '伤了', '流血', 'injured', 'hurt'],
  threatened: ['被打', '打我', '威胁', '被威胁', 'threatened', 'beaten'],
  'locked-in': ['被关', '关着', '出不去', '走不了', 'locked in'],
  'under-16': ['童工', '不满16', '没满16', 'under 16'],
  'papers-held': ['扣证', '身份证', '扣身份证', '银行卡', 'papers'],
}

const withNone = fixedOptions(
  { ...labels, none: 'complaints.danger-none' },
  { ...words, none: ['没有', '都没', '没', '无', '没事', '安全', '不', 'no', 'none', 'safe'] },
)
const several = severalOf<Danger>(withNone, dangerSchema, 'none')

/** "None of these" is one tap; a danger named in a sentence is understood, as nobody in need picks numbers. */
export const dangersField: Field<Danger[]> = {
  ...several,
  read(typed, context, current) {
    const reading = several.read(typed, context, current)
    if (reading.kind !== 'again') return reading
    const found = dangersInWords(typed)
    return found.length === 0 ? reading : { kind: 'answer', value: [...new Set([...(current ?? []), ...found])] }
  },
}

export const alarmOptions = fixedOptions(
  { ...labels, other: 'complaints.danger-other', mistaken: 'complaints.danger-mistaken' },
  words,
)

export function showDangers(dangers: readonly Danger[], language: Language): string {
  return dangers.map((danger) => text(language, labels[danger])).join('、')
}
