const traditional = '萬億兩塊錢圓圆幾個餘點負歲號後開過節來國慶臘農曆時間週禮現從發給還這雙舊陰約將'
const simplified = '万亿两块钱元元几个余点负岁号后开过节来国庆腊农历时间周礼现从发给还这双旧阴约将'
const written = '壹贰貳弍叁參叄肆伍陆陸柒捌玖拾佰仟俩倆仨〇○'
const numeral = '一二二二三三三四五六六七八九十百千两两三零零'

const plainByCharacter = new Map<string, string>()
for (const [from, to] of [
  [traditional, simplified],
  [written, numeral],
] as const) {
  const targets = [...to]
  for (const [index, character] of [...from].entries()) plainByCharacter.set(character, targets[index] ?? character)
}
plainByCharacter.set('廿', '二十').set('卅', '三十').set('卌', '四十')

/** Full-width letters, digits and signs become ASCII, except the comma, which in Chinese text also parts two things; invisible characters go. */
export function halfWidth(text: string): string {
  return text
    .replace(/\p{Cf}|\ufe0e|\ufe0f|\u20e3/gu, '')
    .replace(/[\u3000\u00a0]/g, ' ')
    .replace(/￥/g, '¥')
    .replace(/[！-～]/g, (sign) => (sign === '，' ? sign : String.fromCharCode(sign.charCodeAt(0) - 0xfee0)))
}

/** The form in which the parsers of numbers, money and dates read a text: half-width, lower case, simplified, plain numerals. */
export function plainText(text: string): string {
  return halfWidth(text)
    .toLowerCase()
    .replace(/\p{Script=Han}|[〇○]/gu, (character) => plainByCharacter.get(character) ?? character)
    .trim()
}
