import { fixedOptions, severalOf } from '../../dialog/fields/choice'
import type { Field } from '../../dialog/form'
import { type Danger, dangerSchema } from '../../domain/complaint'
import type { Language } from '../../domain/language'
import { type PlainKey, text } from '../../text/text'
import type { Scene } from '../feature'

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

/** Signs of a danger in a sentence. */
const signs: Record<Danger, RegExp> = {
  injured: /受伤|流血|骨折|昏|晕倒|砸到|摔下|烧伤|触电|injur|bleed/i,
  threatened:
    /打(?:我(?!的?(?:电话|手机|微信|卡|银行|账))|人|伤)|被[^没不]{0,8}打(?!发)|挨打|揍|威胁|拿刀|恐吓|threat|beat/i,
  'locked-in': /关(?:着|起来|在)|锁|出不去|走不了|不让走|不让出|lock/i,
  'under-16': /童工|(?:不满|没满|未满|才)\s*(?:16|15|14|13|12|十六|十五|十四)|under\s?16/i,
  'papers-held': /扣.*(?:证|卡)|(?:证|卡).*扣|passport|id card/i,
}

const deniedBefore =
  /(?:没|不|未|别|no|not|never|nobody|n't)(?:有|人|被|会|是|谁|再|one|body|is|was|got|been|any|\s)*$/i
const deniedAfter = /^的?(?:情况)?(?:都|倒)?(?:没有|没$)/

/** What is denied where it is said, 「没有人受伤」, is no sign; 「不给钱还打我」 is one. */
export function dangersInWords(typed: string): Danger[] {
  return dangerSchema.options.filter((danger) =>
    [...typed.matchAll(new RegExp(signs[danger], 'gi'))].some(
      ({ 0: sign, index }) =>
        !deniedBefore.test(typed.slice(0, index)) && !deniedAfter.test(typed.slice(index + sign.length)),
    ),
  )
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

/** Words that sound like danger are told the way to a person, wherever they are said. */
export function hintIfDanger(scene: Pick<Scene, 'say' | 'language'>, words: unknown): void {
  if (typeof words !== 'string' || dangersInWords(words).length === 0) return
  scene.say({ text: text(scene.language, 'complaints.if-danger') })
}

export const dangerOptions = fixedOptions({ ...labels, other: 'complaints.danger-other' }, words)

export function showDangers(dangers: readonly Danger[], language: Language): string {
  return dangers.map((danger) => text(language, labels[danger])).join('、')
}
