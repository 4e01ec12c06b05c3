import { halfWidth } from './plain-text'
import { hasNoRoof } from './said-place'

const noFood =
  /(?<!有)没有?(?:钱(?:去|来)?(?:吃|买)(?:饭|东西|米|菜|吃的)|(?:饭|东西|吃的|什么)吃(?!的习惯)|吃的)|吃不(?:上|起|到)(?:一口)?饭|没有?米下锅|揭不开锅|身无分文|(?<![不没])饿(?:(?:了|着)?(?:一|两|三|几|好几)[天顿]|着?肚子)|(?:no|without) money (?:for|to (?:buy|get)) (?:food|a meal)|no money to eat|nothing to eat|(?:can'?t|cannot) afford (?:food|to eat)|haven'?t eaten (?:for|in) /i
const notSo = /(?:不是|不会|不用|不至于|别|没有人|从没|not|never)\s*$/i

/** No roof or nothing to eat: who says so needs help, and their words say what for. */
export function isInNeed(typed: string): boolean {
  if (hasNoRoof(typed)) return true
  const said = halfWidth(typed)
  const { index } = noFood.exec(said) ?? { index: -1 }
  return index >= 0 && !notSo.test(said.slice(0, index)) && !/[?吗]\s*$/.test(said)
}
