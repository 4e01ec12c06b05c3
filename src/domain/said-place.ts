import { halfWidth } from './plain-text'

/** What an answer to 「你现在住哪里？」 says; only `place` may take the place of an address, and without `isSure` it is asked about first. */
export type SaidPlace =
  | { kind: 'same' | 'moved' | 'unsaid' | 'no-roof' | 'none' }
  | { kind: 'place'; place: string; isSure: boolean }

const there =
  '(?:那|这|原)(?:里|儿|边|处|个地方)?|(?:老|原来|以前|之前|原先|上次)的?(?:那里|那儿|那边|那个)?的?(?:地方|住处|宿舍)?'
const same = new RegExp(
  `^(?:我|我们)?(?:(?:还是?|仍然?|一直|依然|都|就|也)*(?:(?:住|在|是|住在)(?:${there})?|(?:${there}))|(?:还是?|都|也)*(?:没有?|不)(?:有)?(?:搬家?|变化?|换|动|改)|(?:还是?|都|也)*老样子(?:没变)?|(?:还是?|都|和上次|跟上次|跟以前|和以前|跟原来|和原来)*一样|照旧|同上|(?:still |the |still the )?(?:same|same place|same address|same as before)|still (?:here|there)|(?:no change|unchanged|not moved|i? ?(?:have ?n[o']t|did ?n[o']t) move(?:d)?))$`,
)
const nod = /^(?:嗯+|恩|对|对的|是|是的|是啊|没错|ok|okay|yes|y|yeah|yep)$/
const moved =
  /^(?:我|我们)?(?:已经|刚刚?|才|都|上个?月|这个月|最近)*(?:搬|搬家|搬走|搬了家|搬出去|搬出来|换|换地方|换了?(?:个)?(?:地方|住处|宿舍|房子)|不住(?:那里|那儿|那边|这里|那|在那里)|不在(?:那里|那儿|那边|这里|那|这))$|^(?:i |we |i've |i have )?(?:just )?(?:moved|have moved|moved out|moved house|changed)$/
const unsaid =
  /^(?:我|这个|这)?(?:也)?(?:不知道|不晓得|不清楚|说不清楚?|不好说|不确定|忘|忘记|不想说|不想讲|不想告诉你们?|不告诉你们?|不愿意?说|不能说|不说|不讲|不方便说?|不便说|不便透露|不透露|保密|秘密|隐私|i (?:do not|don't) know|dont know|don't know|no idea|not sure|(?:i'?d |i would )?rather not(?: say)?|i (?:do not|don't) want to say|secret|private|none of your business)$/
const none =
  /^(?:没|没有|无|不|不是|否|不对|没事|有|好|好的|行|可以|收到|谢谢|你好|您好|在|在吗|哪里|哪儿|什么|啥|什么意思|测试|no|none|nope|nothing|n\/a|na|hi|hello|test|what|where|thanks|thank you)$/
const sounds = /^[哈呵嘿嘻啊额呃哦噢喔唉哎嗨晕切呸草艹靠滚操呜]+$/
const amount =
  /^(?:大概|大约|约)?[¥$]?[\d零〇一二两三四五六七八九十百千万亿半多几点元块钱个岁天年.,。，！!?？~…+\-/*\s\p{Extended_Pictographic}\p{Emoji_Modifier}]+(?:k|w)?$/iu
const signOfPlace =
  /[村区路街巷弄号栋幢楼层室镇乡县市省州厂店园苑庄屯寨堡桥湾坪岗塘坑围埔洲湖港口站场院府城家]|工地|宿舍|公寓|小区|大厦|广场|学校|旁边|附近|对面|隔壁|[东西南北里外上下][边面门]|\b(?:street|st|road|rd|lane|avenue|village|town|city|district|county|dorm|dormitory|building|block|room|flat|floor|apartment|hostel|hotel|house|estate|site|factory|camp|near|behind|next to|opposite|no)\b|[a-z]?\d/i

const noRoof =
  /(?:没有?|找不到|无)(?:个|什么)?(?:地方|地儿|地)(?:可以|能|可|好)?(?:住|睡|过夜)|(?:没有?|无)(?:住|睡觉?)的?(?:地方|地)|(?:没有?)住处|(?:睡|住)在?(?:桥洞|桥下|桥底|天桥|大街|大马路|马路|路边|街上|街头|公园|地下通道|候车室|车站里|网吧)(?![旁附边对路小])|露宿|流落街头|流浪街头|无家可归|被.{0,4}(?:赶出来|赶出宿舍)|homeless|(?:no ?where|no place|nowhere) (?:to|for me to) (?:sleep|stay|live)|sleep(?:ing)? (?:rough|(?:on|in) the streets?|under a bridge|outside)/i
const notSo = /(?:不是|不会|不用|别|没有人|从没|not|never|n't)\s*$/i

/** 「没地方住」「睡桥洞」: who says so needs help, wherever they say it. */
export function hasNoRoof(typed: string): boolean {
  const said = halfWidth(typed)
  const { index } = noRoof.exec(said) ?? { index: -1 }
  return index >= 0 && !notSo.test(said.slice(0, index)) && !/[?？吗]\s*$/.test(said)
}

/** Reads where somebody lives or works; without `isKnown` there is nothing that 「是的」 could leave as it is. */
export function readSaidPlace(typed: string, { isKnown }: { isKnown: boolean }): SaidPlace {
  if (hasNoRoof(typed)) return { kind: 'no-roof' }
  const said = halfWidth(typed).trim()
  const parts = said
    .replace(/\p{Extended_Pictographic}/gu, ' ')
    .split(/[,，.。!！?？;；:：、~～…\n()（）]+/u)
    .map(bare)
    .filter((part) => part !== '')
  const [part] = parts
  if (part === undefined || !/[\p{L}]/u.test(said)) return { kind: 'none' }
  const every = (...patterns: RegExp[]) => parts.every((one) => patterns.some((pattern) => pattern.test(one)))
  if (every(same, nod) && (isKnown || parts.some((one) => !nod.test(one)))) return { kind: 'same' }
  if (every(moved, none)) return parts.some((one) => moved.test(one)) ? { kind: 'moved' } : { kind: 'none' }
  if (every(unsaid)) return { kind: 'unsaid' }
  if (every(nod, none, sounds, amount) || /[?？][^\p{L}\p{N}]*$|[吗嘛][^\p{L}\p{N}]*$/u.test(said))
    return { kind: 'none' }
  const place = placeIn(typed)
  const { length } = [...place.replace(/[^\p{L}\p{N}]/gu, '')]
  if (length < 2 || amount.test(place)) return { kind: 'none' }
  return { kind: 'place', place, isSure: signOfPlace.test(place) }
}

/** 「搬到龙胜村了」 says where, and that they moved. */
function placeIn(typed: string): string {
  const said = typed.trim().replace(/^(?:i |i've |we )?(?:moved to|still live in|live in|live at|now live in)\s+/i, '')
  const place = said.match(/^我?(?:现在|已经|刚刚?|还是?)*(?:搬到了?|搬去了?|住在?|住到了?)\s*(.+)$/su)?.[1]
  return place?.replace(/了(?=[\s，,。.；;!！]|$)/u, '').replace(/[。.!！]+$/u, '') || said
}

/** Without what is only said along. */
function bare(part: string): string {
  const plain = part.trim().toLowerCase().replace(/\s+/g, ' ').replace(/’/g, "'")
  return plain.replace(/(.)(?:[啊呀吧呢啦了哦噢喔的哈嘛呗咯]|着呢)+$/u, '$1')
}
