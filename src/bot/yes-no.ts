import { plainWord } from '../dialog/words'

/**
 * What people say to 「去不去？」 「来得了吗？」 「要不要？」. A nod or a shake of the head answers what was asked last and nothing older;
 * the small words around are left out.
 */
export const yesNoWords = {
  yes: words(
    '去 来 参加 报名 能去 能来 可以去 可以来 去得了 来得了 去得成 来得成 报 报上 给我报名 帮我报名 算我一个 加我一个 准时到 准时来 到时候见 过来 过去',
    "i'm coming|i am coming|coming|i'm going|i am going|going|i'll go|i will go|i'll come|i will come|i'll be there|be there|i want to go|i can go|i can come|join|i'll join|count me in|sign me up|i'm in|see you there",
  ),
  no: words(
    '不去 不来 去不了 来不了 去不成 来不成 不能去 不能来 没法去 没法来 没办法去 没办法来 不参加 不报 不报名 取消报名 取消 不想去 不过来 不过去 过不去 过不来',
    "i'm not coming|i am not coming|not coming|i'm not going|i am not going|not going|i can't come|i cannot come|can't come|cannot come|i can't go|i cannot go|can't go|cannot go|i can't make it|can't make it|i cannot make it|i won't come|i won't go|cancel|won't come|won't go|i will not come|i will not go",
  ),
  nod: words(
    '好 好好 行 可以 要 嗯 嗯嗯 成 中 没问题 是 对',
    'yes|yep|yeah|yup|ok|okay|sure|of course|yes please|please|i take it|i will take it|take it|alright|all right|fine',
  ),
  shake: words(
    '不 不要 不行 不用 算了 没空 没时间 有事',
    "no|nope|no thanks|not this time|i can't|i cannot|no time|i don't want it|not me",
  ),
} as const

const polite = words(
  '谢谢 多谢 感谢 谢谢你 谢谢你们 谢了 不好意思 对不起 抱歉 麻烦你 辛苦',
  'thanks|thank you|thx|sorry',
)

/** 「来不了要加班」 in one breath: a no that says all by itself, and a reason that begins right after it. */
const noAndReason =
  /^((?:来不了|去不了|来不成|去不成|不能来|不能去|没法来|没法去|没办法来|没办法去)[了啦啊呀]*)(?=我|俺|要|因为|老板|工头|加班|上班|今|明|晚|有事|有点|家|临时|得|还要|公司|工地|厂|生病|病|感冒|发烧|没空|没时间|没钱|在)/u
const englishNoAndReason = /^((?:sorry )?(?:i )?(?:can't|cannot|won't) (?:come|go|make it)) (?=.)/

const between = /[,，、.。!！;；~～…\n]+|(?<=\p{Script=Han})\s+/u
const isAsked = /\?|吗|怎么|咋|能不能|可不可以|行不行|\bwhat\b|\bhow\b/

export interface YesNo {
  answer: 'yes' | 'no'
  /** Said to what was asked last only. */
  isNod: boolean
  /** Something more was said along with it. */
  more: boolean
}

/** The yes or no that a text is, or begins or ends with: 「来不了，要加班」. A yes with something else beside it is not taken for one. */
export function yesNoIn(typed: string): YesNo | undefined {
  const said = plainWord(typed).replace(/[’‘]/g, "'")
  const parts = partsOf(said)
  const kinds = parts.map(kindOf)
  if (kinds.length > 0 && kinds.every((kind) => kind !== undefined)) return agreed(kinds)
  if (isAsked.test(said)) return undefined
  if (kinds.includes('yes')) return undefined
  const isNo = [kinds.find((kind) => kind !== 'polite' && kind !== 'nod'), kinds.at(-1)].includes('no')
  return isNo ? { answer: 'no', isNod: false, more: true } : undefined
}

type Kind = keyof typeof yesNoWords | 'polite'

/** What all parts together say: 「好的，我来」 is a yes, 「好的，来不了」 a no, 「我去，不去了」 neither. */
function agreed(kinds: readonly (Kind | undefined)[]): YesNo | undefined {
  const has = (kind: Kind) => kinds.includes(kind)
  if (has('yes') && has('no')) return undefined
  if (has('no')) return { answer: 'no', isNod: false, more: false }
  if (has('yes') && !has('shake')) return { answer: 'yes', isNod: false, more: false }
  if (has('yes') || has('nod') === has('shake')) return undefined
  return { answer: has('nod') ? 'yes' : 'no', isNod: true, more: false }
}

function partsOf(said: string): string[] {
  return said
    .split(between)
    .flatMap((part) => part.trim().replace(noAndReason, '$1,').replace(englishNoAndReason, '$1,').split(','))
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

const byWord = new Map<string, Kind>([
  ...polite.map((word) => [word, 'polite'] as const),
  ...(Object.keys(yesNoWords) as (keyof typeof yesNoWords)[]).flatMap((kind) =>
    yesNoWords[kind].map((word) => [word, kind] as const),
  ),
])

function kindOf(part: string): Kind | undefined {
  const word = bare(part)
  return byWord.get(word) ?? byWord.get(word.replace(leading, ''))
}

/** Who comes and when, as it is said before the word. */
const leading =
  /^(?:(?:我们?|俺|今天|今晚|明天|明晚|后天|那天|周末|晚上|到时候|肯定|一定|会|要|想|就|也|还是|还|都|应该|实在|真的|这次)\s*)+(?=.)/u

/** Without what is only said along at the end: 「去吧」 is 「去」. */
function bare(part: string): string {
  return part
    .trim()
    .replace(/\?$/, '')
    .replace(/(?<=.)[了的吧啊呀哦呢嘛啦哈噢喔咯嘞]+$/u, '')
}

function words(chinese: string, english: string): readonly string[] {
  return [...chinese.split(' '), ...english.split('|')].map(bare)
}
