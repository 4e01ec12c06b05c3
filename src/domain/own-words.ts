import { type Mood, moods } from './contact-record'
import { isInNeed } from './in-need'
import { halfWidth } from './plain-text'

/** Parts of a sentence as people say how they are. */
const moodWords: Record<Mood, string> = {
  well: '很好 挺好 蛮好 太好 非常好 好着 不错 还不错 挺不错 好 开心 挺开心 高兴 顺利 挺顺利 爽 棒|well|good|great|very good|very well|happy|all good',
  fine: '还行 还好 还可以 可以 一般 一般般 凑合 过得去 没事 没啥 没什么 没啥事 没什么事 马马虎虎 就那样 就这样 差不多 正常 行|ok|okay|fine|so so|so-so|soso|not bad|not too bad|all right|alright',
  low: '不太好 不好 不是很好 不怎么好 不怎么样 不太行 不行 不顺 不太顺 累 有点累 好累 很累 太累 挺累 累死 累坏 累死人 忙死 烦 好烦 很烦 有点烦 烦死 郁闷 压力大 压力好大 压力很大 压力太大 不开心 不高兴 难 有点难 想家 好想家|low|sad|tired|exhausted|stressed|so tired|not good|not so good|not too good|not great|not well|not very well|not very good',
  bad: "难过 很难过 好难过 很难 好难 太难 难熬 很难熬 好难熬 很不好 撑不住 快撑不住 熬不下去 受不了 崩溃 快崩溃 要崩溃 快疯 绝望 痛苦 很痛苦 糟糕 很糟糕 很糟|bad|very bad|terrible|awful|very hard|very sad|can't take it",
}

/** Which face stands for which; one that is also used in jest is none. */
const faces: Record<Mood, RegExp> = {
  well: /[😊😀😃😄😁😆😎🥳]/u,
  fine: /[🙂😌]/u,
  low: /[😟🙁☹😕😔😞😩😫😪😓😣😖]/u,
  bad: /[😢😭💔]/u,
}

const workWords = {
  same: '老样子 还是老样子 没换 没有换 没变 没有变 没变化 一样 还是一样 还一样 照旧 不变 同上 老样子没变 还在那儿 还在那里 还在那 还在这 还在这儿 还在这里 还在原来的地方 还在 还在做 还在干 还是原来 还是那里 原来那里 在老地方|same|same job|the same|same work|the same job|same as before|no change|not changed|unchanged',
  changed:
    '换 换工作 换了工作 刚换 换地方 换厂 换老板 没做 没干 不做 不干 没在做 没在干 辞职 辞工 离职 被辞 被辞退 下岗 失业 没工作 没有工作 没活 没活干 找活 在找活 待业 在找工作 找工作|changed|it changed|new job|a new job|changed job|changed jobs|different job|quit|i quit|no job|no work|lost my job',
} as const

const help =
  /帮帮(?:我|忙)|(?:帮我|帮下我|帮一下我)(?:一下|吧|啊)?[。.!！~～\s]*$|(?:要|需要|求|请)(?:你们|你|您|人|有人|联络员|团委)?(?:来)?(?:帮忙|帮助|帮我|帮一下|帮下忙|帮个忙)(?!的?[吗嘛]|别人|人家)|能不?能?(?:来)?帮(?:我|下我|一下我|个忙|忙)|求助|(?:need|want) (?:some |your |any |a bit of )?help|(?:please|pls) help|help,? (?:please|pls)|(?:can|could) (?:you|someone|somebody|anyone) (?:please )?help/gi
const denied =
  /(?:[不没别你您]|没有|没(?:有)?(?:什么|啥)(?:事)?|不是|nothing|no|not|never|n't|dont)(?:\s*(?:i|you|to|do|really))*\s*$/i

/** Longer words of who asks for help say what for. */
const mostAlone = 20

/** What a sentence of theirs says; `isAll`: it says nothing besides. */
export interface OwnWords {
  mood?: Mood
  work?: 'same' | 'changed'
  needsHelp: boolean
  isAll: boolean
}

const moodByWord = new Map(moods.flatMap((mood) => listed(moodWords[mood]).map((word) => [word, mood] as const)))
const workByWord = new Map(
  (['same', 'changed'] as const).flatMap((work) => listed(workWords[work]).map((word) => [word, work] as const)),
)

/** How somebody is, whether the work is the same and whether help is asked for, as said in their own words. */
export function ownWords(typed: string): OwnWords {
  const parts = partsOf(typed)
  const said = parts.map((part) => ({
    mood: known(part, moodByWord),
    work: known(part, workByWord),
    help: asksForHelp(part),
  }))
  const works = new Set(said.flatMap(({ work }) => work ?? []))
  const [work] = works
  const told = new Set(said.flatMap(({ mood }) => mood ?? []))
  // Of several the lowest is meant: 「还好，就是有点累」.
  const mood = moods.findLast((one) => told.has(one) || faces[one].test(typed))
  return {
    ...(mood && { mood }),
    ...(works.size === 1 && work && { work }),
    needsHelp: asksForHelp(typed),
    isAll:
      (parts.length > 0 || mood !== undefined) &&
      said.every((one, index) => one.mood || one.work || (one.help && [...(parts[index] ?? '')].length <= mostAlone)),
  }
}

export function asksForHelp(typed: string): boolean {
  const text = halfWidth(typed).replace(/幫/g, '帮')
  if (isInNeed(text) || /^(?:帮忙|帮我|帮助我|求帮助|有事要帮忙)$/.test(bare(text))) return true
  return [...text.matchAll(help)].some(({ index }) => !denied.test(text.slice(0, index)))
}

const nod = /^(?:好|好好|嗯+|恩|哦|行|可以|收到|知道|在|ok|okay|yes|sure)$/

/** Nods alone: they say that somebody is ready to talk, and nothing of how they are. */
export function isNod(typed: string): boolean {
  const parts = partsOf(typed)
  return parts.length > 0 && parts.every((part) => nod.test(part)) && !moods.some((mood) => faces[mood].test(typed))
}

/** 「好，谢谢」 says that somebody heard, and nothing of how they are. */
export function withoutNods(typed: string): string {
  const parts = typed.split(/(?<=[,，.。!！;；、~～])|(?<=\p{Script=Han}\s+)(?=\S)|(?<=\s)(?=\p{Script=Han})/u)
  // 「最近 可以」: what goes before it makes an answer of it.
  return parts.filter((part, index) => !isNod(part) || isLead(parts[index - 1])).join('')
}

function isLead(part: string | undefined): boolean {
  let left = bare(part ?? '')
  if (left === '') return false
  while (leading.test(left)) left = left.replace(leading, '')
  return left === ''
}

function listed(words: string): string[] {
  const [chinese = '', ...english] = words.split('|')
  return [...chinese.split(' '), ...english].map(bare)
}

function partsOf(typed: string): string[] {
  return halfWidth(typed)
    .replace(/\p{Extended_Pictographic}/gu, ' ')
    .split(/[,，.。!?;:、~…\n()]+|(?<=\p{Script=Han})\s+|\s+(?=\p{Script=Han})/u)
    .map(bare)
    .filter((part) => part !== '')
}

/** Without what is only said along at the end. */
function bare(part: string): string {
  const plain = part.trim().toLowerCase().replace(/\s+/g, ' ')
  return plain.replace(/[\s,，.。!?~～…]+$/u, '').replace(/(.)(?:[啊呀吧呢啦了哦噢喔的哈嘛呗咯]|着呢)+$/u, '$1')
}

const leading =
  /^(?:我们?|俺|最近|这个月|这阵子|这段时间|今天|现在|目前|已经|感觉|觉得|过得|过的|身体|心情|工作|活|都|也|就是|就|还是|真的|真|还|那个|i'?m|i am|it'?s|it is|it was|i feel|feeling|doing|still|pretty|quite|really|just)\s*/

/** The word itself, or what is left of it without what is said before it. */
function known<T>(part: string, words: ReadonlyMap<string, T>): T | undefined {
  const found = words.get(part)
  if (found !== undefined) return found
  const shorter = part.replace(leading, '')
  return shorter === part || shorter === '' ? undefined : known(shorter, words)
}
