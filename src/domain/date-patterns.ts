import {
  type Asked,
  type DateProblem,
  type Found,
  type Groups,
  readDay,
  readEnglish,
  readHoliday,
  readLunar,
  readMonthAndDay,
  readMonthFromNow,
  readNearDay,
  readPartOfThisMonth,
  readPartOfYear,
  readSpan,
  readWeekday,
  readYear,
} from './date-readers'
import { holidayNames } from './holiday-dates'

type Read = (groups: Groups, asked: Asked) => Found | DateProblem
/** A weak pattern says something only where no date stands beside it; a skipped one is a number that is no date. */
type DatePattern =
  | { kind: 'date'; expression: RegExp; read: Read }
  | { kind: 'weak'; expression: RegExp; problem: DateProblem }
  | { kind: 'skip'; expression: RegExp }

const yearPart =
  '(?<!\\d)(?:(?<year>\\d{4}|\\d{2})年|(?<yearWord>大前年|前年|去年|上年|旧年|今年|本年|明年|后年))(?:的|,|，)?'
const dayPart = '(?<day>\\d{1,2})(?:[日号]|(?![\\d.:点个天万千百元块人月]))'
const part = '(?<part>初|上旬|中旬|下旬|底|末|尾|中(?![秋午国间]))'
const edge = '(?<edge>之前|以前|前(?![后面台])|之后|以后|过后|后(?![来面天]))?'
const notInside = '(?<![\\d./-])'
const notGoingOn = '(?!\\d|[-/.]\\d)'
const span = '(?:个月|天|日|个?星期|个?礼拜|周|年)'
const before = '(?:之前|以前|前(?!后)|之后|以后|后)'
const englishMonth = '\\b(?<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?'
const englishYear = '(?:,?\\s*(?<year>\\d{4}))?'

/** In order; the first that fits at a place wins. The text is plain and its numerals digits (see dateDigits). */
export const datePatterns: readonly DatePattern[] = [
  date(`(?<day>\\d{1,2})(?:st|nd|rd|th)?(?: of)?\\s+${englishMonth}${englishYear}`, readEnglish),
  date(`${englishMonth}\\s+(?<day>\\d{1,2})(?:st|nd|rd|th)?(?!\\d)${englishYear}`, readEnglish),
  date(`${englishMonth},?\\s*(?<year>\\d{4})`, readEnglish),
  date(`${englishMonth}(?<!may)`, readEnglish),
  date('(?<rel>last|this|next) month', readMonthFromNow),
  date('(?<count>\\d+) (?<unit>day|week|month|year)s? ago', (groups, asked) => readSpan(groups, -1, asked)),
  date('in (?<count>\\d+) (?<unit>day|week|month|year)s?', (groups, asked) => readSpan(groups, 1, asked)),
  date('(?:last|this|next) year', () => 'which-month'),
  weak('(?:last|this|next) (?:week|mon|tue|wed|thu|fri|sat|sun)[a-z]*', 'vague'),

  skip('\\d{1,2}:\\d{2}(?::\\d{2})?|\\d{1,2}点(?:半|钟|\\d{1,2}分?)?|\\d{1,2} ?(?:am|pm)\\b'),
  skip('\\d[\\d,.]*\\s*(?:[万千百亿元块%楼栋层室路岁米人名]|个人|个?工(?!地)|[wk](?![a-z]))[万元块钱]*'),
  skip('\\d+号(?:线|楼|工地|门|院|机|仓|厂|店|馆|桌|塔|区|地块|宿舍|车|床)'),

  date(`${notInside}\\d{1,2}(?:月份?)?\\s*(?:[-~、,，到至和跟]|或者?)+\\s*\\d{1,2}月份?`, () => 'several'),
  date(`${notInside}\\d{1,2}[日号]?\\s*(?:[-~、,，到至和跟]|或者?)+\\s*\\d{1,2}[日号]`, () => 'several'),
  date('(?:\\d{1,2}月)?\\d*几[日号]', () => 'vague'),

  weak(`\\d+\\s*[-~、到至]\\s*\\d+\\s*${span}${before}?`, 'vague'),
  weak(`(?:\\d+|半)(?:个多月|个半月|年多|多年|多个月|多天|来天)${before}?`, 'vague'),
  date(`(?<count>\\d+|半)(?<unit>${span})半?(?:之前|以前|前(?!后))`, (groups, asked) => readSpan(groups, -1, asked)),
  date(`(?<count>\\d+|半)(?<unit>${span})半?(?:之后|以后|后)`, (groups, asked) => readSpan(groups, 1, asked)),
  weak('[前过这好数]*几(?:个?月|天|年|个?星期|个?礼拜|周)', 'vague'),
  weak('大?半年|\\d+(?:个月|天|个?星期|个?礼拜|周)|(?<!\\d)\\d年(?!\\d)', 'vague'),

  date(
    `${notInside}\\d{4}[-/.]\\d{1,2}(?:[-/.]\\d{1,2})?\\s*[-~到至]+\\s*\\d{4}[-/.]\\d{1,2}(?:[-/.]\\d{1,2})?`,
    () => 'several',
  ),
  date(`${notInside}(?<year>\\d{4}|\\d{2})[-/.](?<month>\\d{1,2})[-/.](?<day>\\d{1,2})[日号]?${notGoingOn}`, readDay),
  date(`${notInside}(?<year>\\d{4})[-/.](?<month>\\d{1,2})月?${notGoingOn}`, readDay),
  date(`${notInside}(?<year>(?:19|20)\\d{2})(?<month>\\d{2})(?<day>\\d{2})${notGoingOn}`, readDay),
  date(`${notInside}(?<year>(?:19|20)\\d{2})(?<month>\\d{2})${notGoingOn}`, readDay),
  date(`${notInside}\\d{1,2}/\\d{1,2}/\\d{4}`, () => 'vague'),
  date(
    `${notInside}(?:${yearPart})?(?<month>\\d{1,2})(?<sign>[-/.])(?<day>\\d{1,2})[日号]?${notGoingOn}`,
    readMonthAndDay,
  ),

  date(`(?:${yearPart})?(?:农历|阴历|旧历)?闰\\d{1,2}月(?:初?\\d{1,2})?[日号]?`, () => 'which-month'),
  date(`(?:${yearPart})?(?:农历|阴历|旧历)?(?<month>\\d{1,2}|[正冬腊])月初(?<day>\\d{1,2})`, readLunar),
  date(`(?:${yearPart})?(?:农历|阴历|旧历)(?<month>\\d{1,2}|[正冬腊])月(?:${dayPart})?`, readLunar),
  date(`(?:${yearPart})?(?<month>[正冬腊])月(?:${dayPart})?`, readLunar),
  date(`(?:${yearPart})?大?年初(?<day>\\d{1,2})`, (groups, asked) => readLunar({ ...groups, month: '正' }, asked)),

  date(`(?:${yearPart})?(?<![\\d.])(?<month>\\d{1,2})月份?的?(?:${dayPart}|${part})?${edge}`, readDay),
  date(`(?<rel>上+|这|本|当|下+)个?月份?的?(?:${dayPart}|${part})?${edge}`, readMonthFromNow),
  date(`(?<![\\d.])(?<day>\\d{1,2})[日号]${edge}`, readDay),
  date(`月${part}${edge}`, readPartOfThisMonth),
  date('(?<rel>上+|这|本|下+)?个?(?:周|星期|礼拜)(?<weekday>[1-6日天])', readWeekday),
  date(
    '(?<word>大前天|前天|大后天|(?<!以)后天|昨(?=[天日晚早儿])|今(?=[天日晚早儿])|明(?=[天日晚早儿])|前(?=儿)|刚才|刚刚)[天日早晚儿]?',
    readNearDay,
  ),
  date('(?<word>day (?:before yesterday|after tomorrow)|yesterday|today|tonight|tomorrow)', readNearDay),

  date(
    `(?:${yearPart})?(?<holiday>${holidayNames})节?(?:劳动节|妇女节|青年节|儿童节|国庆|长假|假期|放假|期间)*${edge}`,
    readHoliday,
  ),
  date('过完年|年前|年后|节前|节后', () => 'which-month'),
  date(`${yearPart}年?(?<when>[初头中底末尾])(?!\\d|秋)${edge}`, readPartOfYear),
  date(`年(?<when>[初中底末尾])(?!\\d)${edge}`, readPartOfYear),
  date(`(?:${yearPart})?(?:[上下]半年|[春夏秋冬][天季]|第?\\d个?季度|暑假|寒假)`, readYear),
  date(yearPart, readYear),
  date('(?<!\\d)(?<year>(?:19|20)\\d{2})(?!\\d)', readYear),

  // 0315, 2603, 260315 and a bare number: too many readings
  date(
    '(?<!\\d)(?:0\\d|1[0-2])(?:0[1-9]|[12]\\d|3[01])(?!\\d)|(?<!\\d)\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])?(?!\\d)',
    () => 'vague',
  ),
  weak('^\\d{1,2}[。.!]*$', 'vague'),
  weak(
    '[上这本下]+个?(?:周|星期|礼拜)|周末|最近|以前|之前|从前|以后|很久|好久|早就|早已|前段时间|前一?阵|前些|那时|那会|当时|开工|放假|进场|一直',
    'vague',
  ),
]

const aboutWords =
  /大概|大约|约(?=[\d上去前])|差不多|左右|前后|好像|应该是?|估计|可能|大致|样子|吧[。!.~\s]*$|\babout\b|\baround\b|\broughly\b/

export function soundsAbout(plain: string): boolean {
  return aboutWords.test(plain)
}

function date(source: string, read: Read): DatePattern {
  return { kind: 'date', expression: new RegExp(source, 'y'), read }
}

function weak(source: string, problem: DateProblem): DatePattern {
  return { kind: 'weak', expression: new RegExp(source, 'y'), problem }
}

function skip(source: string): DatePattern {
  return { kind: 'skip', expression: new RegExp(source, 'y') }
}
