import { type Danger, dangerSchema } from './complaint'

/** Signs of a danger in a sentence. */
const signs: Record<Danger, RegExp> = {
  injured:
    /受伤|流血|出血|吐血|骨折|(?<!黄)昏|晕倒|晕过去|砸到|压到|压住|被埋|摔下|掉下来|烧伤|烫伤|触电|中毒|中暑|断了?(?:只|条|根|一只|一条|一根)?(?:手(?!续|机|里)|腿|胳膊|脚|手指)|(?:手|腿|脚|胳膊|手指|指头|骨头|腰|肋骨)(?:都|就|(?:给|被)[^，。]{0,6})?(?:压|砸|夹|轧|绞|摔|打|锯|切)?断|injur|bleed|broke(?:n)? (?:my|his|her) (?:arm|leg|hand|finger|back)|unconscious/i,
  threatened:
    /打(?:我(?!的?(?:电话|手机|微信|卡|银行|账))|人|伤|死)|被[^没不]{0,8}打(?!发)|挨打|揍|威胁|拿刀|恐吓|弄死|杀(?:我|人|了)|(?:砍|捅)(?:我|人|伤|了|死)|强奸|性侵|猥亵|非礼|耍流氓|threat|beat|stab|rape/i,
  'locked-in':
    /关(?:着|起来|在)|被(?:人|他们?|老板)?关(?:了|住|到|进|$)|关(?:住|了)(?:我|我们|人)|(?<!连)锁(?!骨|定|屏)|出不去|(?<!(?:钱|资|款|果|卡)[^，。]{0,2})出不来|走不了|不让走|不让出|不放(?:我|人)|软禁|绑架|绑起来|绑着|\block|can'?t get out|trapped/i,
  'under-16': /童工|(?:不满|没满|未满|才)\s*(?:16|15|14|13|12|十六|十五|十四)|under\s?16/i,
  'papers-held': /扣.*(?:证|卡)|(?:证|卡).*扣|passport|id card/i,
}

const calls =
  /救命|救救|救我|快救|求救|报警|(?:我|他|她|人|工友)(?:就|真的?|都)?(?:快|要|快要)(?:不行|死)(?!心)|死人了|死了人|有人死|出人命|没气了|没(?:有)?呼吸|help me|call the police|dying|going to die/i

const despair =
  /不想(?:再)?活(?!动|跃|儿|计)|活不下去|活够了|活着没(?:有)?(?:什么|啥)?(?:意思|意义|劲|用)|(?<!想家)想死(?!你|他|她|大家|家|妈|爸)|想(?:去)?(?:自杀|跳楼|跳河|轻生|寻死)|自杀|轻生|寻死|割腕|死了算了|不如死|一死了之|结束(?:自己|生命)|want to die|don'?t want to live|kill myself|suicid|end my life/i

const deniedBefore =
  /(?:没|不|未|别|no|not|never|nobody|n't)(?:有|人|被|会|是|谁|用|要|再|one|body|is|was|got|been|any|\s)*$/i
const deniedAfter = /^的?(?:情况)?(?:都|倒)?(?:没有|没$)/

/** What is denied where it is said, 「没有人受伤」, is no sign; 「不给钱还打我」 is one. */
function says(typed: string, sign: RegExp): boolean {
  return [...typed.matchAll(new RegExp(sign, 'gi'))].some(
    ({ 0: found, index }) =>
      !deniedBefore.test(typed.slice(0, index)) && !deniedAfter.test(typed.slice(index + found.length)),
  )
}

export function dangersInWords(typed: string): Danger[] {
  return dangerSchema.options.filter((danger) => says(typed, signs[danger]))
}

/** Who must hear a number and reach a person at once: in danger, or not wanting to live. */
export type Cry = 'help' | 'despair'

export function cryIn(typed: string): Cry | undefined {
  if (says(typed, despair)) return 'despair'
  return says(typed, calls) || dangersInWords(typed).length > 0 ? 'help' : undefined
}
