/** Day 0 of a month is the eve of its first day; a holiday of several days is only about its day, a feast at two months' edge about its month. */
type Holiday = { month: number; day: number; isLunar?: boolean; spansDays?: boolean; spansMonths?: boolean }

export const holidayByName: Readonly<Partial<Record<string, Holiday>>> = {
  元旦: { month: 1, day: 1 },
  三八: { month: 3, day: 8 },
  妇女节: { month: 3, day: 8 },
  五一: { month: 5, day: 1, spansDays: true },
  劳动节: { month: 5, day: 1, spansDays: true },
  五四: { month: 5, day: 4 },
  六一: { month: 6, day: 1 },
  儿童节: { month: 6, day: 1 },
  七一: { month: 7, day: 1 },
  八一: { month: 8, day: 1 },
  国庆: { month: 10, day: 1, spansDays: true },
  双11: { month: 11, day: 11 },
  平安夜: { month: 12, day: 24 },
  圣诞: { month: 12, day: 25 },
  春节: { month: 1, day: 1, isLunar: true, spansMonths: true },
  过年: { month: 1, day: 1, isLunar: true, spansMonths: true },
  除夕: { month: 1, day: 0, isLunar: true },
  大年30: { month: 1, day: 0, isLunar: true },
  年30: { month: 1, day: 0, isLunar: true },
  元宵: { month: 1, day: 15, isLunar: true },
  端午: { month: 5, day: 5, isLunar: true },
  七夕: { month: 7, day: 7, isLunar: true },
  中秋: { month: 8, day: 15, isLunar: true },
  重阳: { month: 9, day: 9, isLunar: true },
  // the solar term; its day is worked out for the year
  清明: { month: 4, day: 4 },
}

export const holidayNames = Object.keys(holidayByName).join('|')

/** 清明 is on 4 or 5 April in this century. */
export function qingmingDay(year: number): number {
  const short = year % 100
  return Math.floor(short * 0.2422 + 4.81) - Math.floor(short / 4)
}
