import { isNod, ownWords, withoutNods } from './own-words'
import { halfWidth } from './plain-text'
import { readSaidPlace } from './said-place'

/** 「没什么事」 asks nothing. */
const notAny = /(?:没有?|不|无)(?:什么|啥|怎么|多少)/g
const asks =
  /(?:[?吗嘛]|(?<!着|在.{0,6})呢)[\s!.。~]*$|什么|啥|怎么|怎样|咋|哪|谁|几[点号时]|多少|多久|多长时间|为何|如何|有没有|可不可以|有无|(\p{Script=Han})不\1|不[\s!.。~]*$|^(?:what|when|where|who|how|why|which|any|is|are|do|does|did|can|could|will|would|may|tell|show|give)\b/iu
const requests =
  /^(?:我们?|俺)?[先也就还]*(?:要|想|需要|能|可以|请|麻烦|帮我?|给我)+(?:看(?!病)|查|改|删|退|取消|报名|报个名|参加|学|问|知道|了解|咨询|投诉|登记|签到|申请|领|办|打开|关闭|订|约|联系|转|听|玩|见)|^(?:报名|取消|投诉|登记|签到|咨询|查询|查一?下|看看|看一?下|打开|关闭|删掉|退出|申请|领取|联系|告诉|请(?!假|了)|麻烦|帮我|给我|教我|发我)|^(?:i (?:want|need|wish|would like)|i'd like|please|pls|sign me|let me)\b/i
/** Said before or after what is meant. */
const greeting =
  /^(?:(?:谢谢|多谢|感谢|你们?好|您好|大家好|早上好|上午好|中午好|下午好|晚上好|早安|午安|晚安|哈+|嗨|好的|好(?=[\s,，])|嗯+|hi|hello|hey|good (?:morning|evening|night|afternoon)|thanks?(?: you)?|thx)(?:关心|你们?|您|大家|了|啦|a lot)*[\s,，.。!~]*)+|[\s,，.。!~]*(?:谢谢|多谢|thanks?(?: you)?|thx)(?:关心|你们?|您|了|啦)*[\s.。!~]*$/gi
const talk =
  /^(?:你.*|马上|早|拜拜?|再见|辛苦[了啦]?|测试|随便|知道.*|明白.*|了解.*|收到.*|加油|祝.*|新年.*|节日.*|不客气|没空|没时间|等.{0,4}|稍.*|下次.*|以后.*|回头.*|改天.*|(?:转?人工|客服|电话|地址|时间|招聘|岗位|积分|抽奖|礼品|补贴|政策|合同|社保|资料|进度|菜单|帮助)|bye|test|later|next time|not now|stop|whatever|cool|nice|menu)[\s.。!~]*$/i
const gathering =
  /活动|(?:(?<![开不机社学])会|赛|课|讲座|培训|培训班|交友|联谊|茶话|联欢|唱歌|k歌|卡拉ok|电影|观影|参观|体检|相亲|运动|趣味|手工|烧烤|爬山|[春秋郊]游|[篮足排羽乒毛乓]+球|棋|抽奖)[\s.。!~]*$|\b(?:events?|party|lecture|training|course|match)\b/i

/** Parts of a sentence about where somebody lives, works, or how they are. */
const life =
  /住|宿舍|租|搬|房东|工地|厂|车间|老板|工头|工友|同事|班长|工资|上班|下班|加班|[夜倒白早晚]班|没.{0,3}活|活[多少干]|干活|做事|打工|工作|开工|停工|放假|休息|请.{0,4}假|辞|失业|外卖|快递|保安|保洁|服务员|学徒|累|(?<!帮.{0,2})忙|困|睡|(?<!神经|有|毛)病|不舒服|难受|[头腰].?[晕酸]|疼|痛|感冒|发烧|咳|医院|身体|心里|心情|难(?!道|看)|(?<!麻)烦|愁|苦|想家|孤单|无聊|闷|压力|开心|高兴|快乐|顺利|[挺很蛮还都]好|不错|还行|凑合|一般|老样子|习惯|适应|[热冷]死|[好太][热冷]|老家|家里|[在回]家|回(?![消信电复答]).{2,4}了$|[爸妈我]妈|爸|父母|孩子|老[婆公]|媳妇|怀孕|结婚|分手|过年|[没缺]钱|挣|赚|攒|饿|吃不|[不没].{0,5}帮|\b(?:liv(?:e|ing)|dorm|room ?mates?|rent|home|mov(?:ed|ing)|work(?:ing|s|ed)?|jobs?|boss|overtime|shift|tired|busy|sick|ill|sleep|hurts?|pain|sad|happy|lonely|bored|stress\w*|fine|okay|well|family|mother|father|wife|kids?|child(?:ren)?)\b/i

const longestPlace = 24
const around =
  /^(?:我们?|现在|目前|已经|还是?|就|都|住|在|到了?|来|去)+|(?:[那这](?:边|里|儿|块))?[了的呢啊呀\s.。!~]*$/g
/** Of a sentence and not of a place. */
const sentence = /[你他她它您过是不没想能吗呢吧啊哦嗯么这那请谢在换]/u
/** Rarer in the name of a place than in what else is said in one word. */
const noName =
  /[我好嘞了着有要会的给参奖病坏问看说来去报查帮找打钱人话事用很太真也再别又被把让叫几多吃喝玩买卖滚傻骗妈逼屁死天晚周点月日期时分]/u

/** Whether words tell something of where somebody lives, of their work or of how they are: a question, a request and a greeting do not. */
export function tellsOfLife(typed: string): boolean {
  if (tellsClearly(typed)) return true
  const said = core(typed)
  const isFace = !/\p{L}/u.test(typed)
  const { mood } = ownWords(typed)
  // 「嗯😭」: nobody says that along with something else.
  if (mood === 'low' || mood === 'bad') return true
  if (!isFace && isTalk(said)) return false
  return mood !== undefined || life.test(said) || isSurePlace(said)
}

/** How they are, the work, 「没搬」 or 「搬家了」 in so many words, whatever was said before. */
export function tellsClearly(typed: string): boolean {
  const said = withoutNods(typed).replace(/\p{Extended_Pictographic}/gu, ' ')
  const { mood, work } = ownWords(said)
  if (mood !== undefined || work !== undefined) return true
  const { kind } = readSaidPlace(said, { isKnown: false })
  return kind === 'moved' || (kind === 'same' && !/^(?:我们?)?[就都也]*[在住是那这原][的呢啊呀\s\p{P}]*$/u.test(said))
}

/** Whether a part of it, 「还在那儿 挺好的」, leaves the home as it is; 「老样子」 may mean anything. */
export function tellsSameHome(typed: string): boolean {
  return halfWidth(typed)
    .split(/[,，.。!;:~…\n]+|(?<=\p{Script=Han})\s+|\s+(?=\p{Script=Han})/u)
    .some(
      (part) =>
        /[住搬]|[在是][那这原老]|地方|there|place|address|move/i.test(part) &&
        readSaidPlace(part, { isKnown: false }).kind === 'same',
    )
}

/** A word that may be the name of a place, 「民治」, and nothing besides. */
export function mayBePlace(typed: string): boolean {
  const whole = halfWidth(typed)
    .trim()
    .replace(/[\s.。!~]+$/u, '')
  const said = whole.replace(/^(?:我们?)?(?:现在|目前|还|都)*[在住](?=.{2})|^in /u, '')
  if (isNod(typed) || core(whole) !== whole || isTalk(said) || readSaidPlace(said, { isKnown: false }).kind !== 'place')
    return false
  if (/^[A-Z][a-z]{2,}(?: [A-Z][a-z]+){0,2}$/.test(said)) return true
  return /^\p{Script=Han}{2,6}$/u.test(said) && !noName.test(said) && !sentence.test(said)
}

function core(typed: string): string {
  return halfWidth(typed).trim().replace(greeting, '').trim()
}

/** A question, a request, what is only said along, or something that is held. */
function isTalk(said: string): boolean {
  const plain = said.replace(notAny, '不')
  return !/\p{L}/u.test(plain) || [asks, requests, talk, gathering].some((sign) => sign.test(plain))
}

/** 「3 点到」 is a time: a number alone is no sign of a place. */
function isSurePlace(said: string): boolean {
  const place = said.replace(around, '').replace(/\d+/g, '某')
  const read = readSaidPlace(place, { isKnown: false })
  return read.kind === 'place' && read.isSure && [...place].length <= longestPlace && !sentence.test(place)
}
