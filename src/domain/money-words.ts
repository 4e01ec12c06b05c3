export type MoneyProblem =
  | 'not-money'
  | 'open-ended'
  | 'range'
  | 'relative'
  | 'no-unit'
  | 'several'
  | 'too-large'
  | 'zero'
  | 'negative'

const digit = '[\\d一二三四五六七八九两]'
const numeral = '[\\d零一二三四五六七八九十百千万亿两]'
const count = '[\\d零一二三四五六七八九十百两几半多数好]+'
const parted = '(?:-+|~+|—+|–+|到|至|或者?|还是|or|to)'

const durations = new RegExp(
  `${count}(?:个半|个多)?(?:个月|天|个?星期|个?礼拜|周|个?小时|个工(?![地友人程厂厅])|个人|人(?!民币)|名|位)|半年`,
  'g',
)
const totals = /一共|总共|共|合计|总计|加起来|加一起|in total|altogether/

/** In order; the first that fits wins. The text is plain (see plainText), with 1.8w already 1.8万. */
const problemByPattern: readonly (readonly [MoneyProblem, RegExp])[] = [
  ['not-money', /:\/\/|www\./],
  [
    'not-money',
    /美元|美金|美刀|港币|港纸|港元|\d刀|万刀|欧元|英镑|日元|韩元|卢布|台币|比特币|[$€£₩]|usd|hkd|eur(?![a-z])|dollar|euro/,
  ],
  ['not-money', /一[分毛角块]钱?[都也]?[没不未]/],
  ['negative', new RegExp(`(?:^|[^\\d万千百十元块个a-z])[-−–]\\s*¥?\\s*${numeral}|^[¥欠]\\s*[-−]|负${numeral}`)],
  [
    'relative',
    /每|人均|平均|各(?=[\d一二三四五六七八九十两])|分别|\beach\b|[块元]月|日薪|月薪|时薪|年薪|底薪|一半|百分之|分之|[%％‰]|\bper\b|\ba (?:day|month|week|year|hour)\b/,
  ],
  ['relative', /\/\s*(?:天|日|月|年|人|h|小时|工|平|方|吨|day|month|hour)/],
  [
    'relative',
    /(?<![\d零一二三四五六七八九十])[一1](?:个月|个?(?:天|日|年|小时|钟头|人|工|平|方|吨|件|趟|车|米|斤|台|栋))(?!号|民币|共)/,
  ],
  ['relative', /[\d万千百元块]\s*一月(?!份)|^一月\s*¥?(?=[\d一二三四五六七八九两])(?![\d一二三四五六七八九十]+[日号])/],
  ['relative', new RegExp(`[\\d万千百元块]\\s*[*x×÷/]\\s*${digit}|乘以?${digit}`)],
  ['range', new RegExp(`${digit}${digit}(?=[十百千万亿块元])`.replaceAll('\\d', ''))],
  ['range', /(?<=[十百千万])(?:一二|二三|两三|三四|四五|五六|六七|七八|八九)(?![零一二三四五六七八九十百千万])/],
  ['range', new RegExp(`(?<![\\d.,])${digit}\\s*[、,， ]\\s*${digit}(?=[十百千万亿])`)],
  ['range', new RegExp(`${numeral.replace('[', '[.')}[元块]?钱?\\s*${parted}\\s*¥?${numeral}`)],
  ['range', new RegExp(`(?:${numeral}|[元块])\\s*[-~—–]+\\s*$`)],
  ['range', new RegExp(`万儿八千|(?<!${numeral})(?:万八千|千八百|百八十)(?!${numeral})`)],
  [
    'open-ended',
    /以上|以下|以内|之内|不到|不足|不止|超过|至少|最少|最多|顶多|起码|少说|出头|冒头|打底|挂零|小一万|[\d百千万亿块元]起|(?:没有|不是|没到|未到)(?=[¥\d一二三四五六七八九十两])/,
  ],
  ['open-ended', /more than|less than|at least|at most|over|under|up to|several|a few/],
  ['open-ended', new RegExp(`(?<=${numeral.replace('[', '[元块')})\\s*(?:多(?!少|次)|余|[+＋](?!\\s*${numeral}))`)],
  [
    'open-ended',
    new RegExp(
      `几(?=[十百千万亿块元\\d一二三四五六七八九])|(?<=${numeral})几|数(?=[十百千万亿])|上(?=[百千万亿](?!${numeral}))`,
    ),
  ],
  ['open-ended', /(?:[十百千万]|\d{3})来(?=[万千百块元个]|$)|[百千万]把|^(?:[百千]?[万亿]|[百千])[块元]?钱?$/],
]

/** What a wording alone shows: a range, a share of wages, another currency …; undefined where the numbers decide. */
export function problemByWording(plain: string): MoneyProblem | undefined {
  const undated = withoutDates(plain)
  for (const [problem, pattern] of problemByPattern) {
    // 3月到6月 is no range of money
    if (pattern.test(problem === 'range' ? undated : plain)) return problem
  }
  const hasDuration = plain.search(durations) >= 0
  return hasDuration && !totals.test(plain) ? 'relative' : undefined
}

const aboutWords =
  /大概|大约|约(?=[¥\d零一二三四五六七八九十百千万两])|差不多|将近|接近|[近快](?=[¥\d零一二三四五六七八九十两])|左右|上下|好像|估计|应该|可能|大致|大体|差一点|吧[。!.~\s]*$|around|about|roughly|approximately|nearly|^~/

export function soundsAbout(plain: string): boolean {
  return aboutWords.test(plain)
}

const dates = [
  /[\d一二三四五六七八九十]+\s*[-~到至]\s*[\d一二三四五六七八九十]+月份?/g,
  /[\d零一二三四五六七八九]{2,4}年(?:[\d一二三四五六七八九十]+月份?(?:[\d一二三四五六七八九十]+[日号])?)?/g,
  /[\d一二三四五六七八九十]+月(?:份|[\d一二三四五六七八九十]+[日号])?/g,
  /[\d一二三四五六七八九十]+[日号](?!元)/g,
]
const wordsWithNumerals =
  /差一点|一共|一起|(?<![\d零一二三四五六七八九十百千两])万一|一直|一定|一下|一些|一样|一点(?![\d零一二三四五六七八九])|一般|第一|唯一|统一|(?<![\d零一二三四五六七八九])十分|五险一金|百姓|百货|千辛万苦|(?<![\d零一二三四五六七八九十百两])千万(?=[要别不帮])|[老小阿][一二三四五六七八九十](?![百千万十])/g

/** Dates, durations and words such as 一直 taken out, so that only numbers that may be money are left. */
export function withoutOtherNumbers(plain: string): string {
  return withoutDates(plain).replace(durations, '；').replace(wordsWithNumerals, '；')
}

function withoutDates(plain: string): string {
  let rest = plain
  for (const date of dates) rest = rest.replace(date, '；')
  return rest
}
