import { halfWidth } from './plain-text'

const sorry = '(?:不好意思|对不起|抱歉|sorry)'
const mistake =
  '(?:(?:不小心)?(?:点|按|发|打|弄|搞|碰)(?:到|着)?错|误(?:点|触|按|发)|不小心(?:点|按|发|碰)到?|手滑|试试|试一下|测试|' +
  'mistake|by mistake|false alarm|wrong button|just testing|test)'
const surely = new RegExp(
  `^(?:我|是|就是|刚才|刚刚|没事|it was|that was|a|${sorry}|[，,。.\\s])*${mistake}(?:没事|[了啦的哈哦啊]|${sorry}|[，,。.!！~～\\s])*$`,
  'i',
)
const perhaps =
  /^(?:我|都|现在|已经|真的?|[，,\s])*(?:没事|没有?(?:什么|啥)?事?|没有?危险|不用了?|nothing|no|none|no danger|i['’]?m (?:fine|ok|okay)|i am (?:fine|ok|okay)|all right)(?:没事|[了儿啦的哈哦啊]|谢谢|[，,。.!！~～\s])*$/i

/** Whether somebody takes a call for help back: only a mistake surely does; who plays it down, 「没什么」, may be in need all the same. */
export function takesBack(typed: string): 'surely' | 'perhaps' | undefined {
  const said = halfWidth(typed).trim()
  if (surely.test(said)) return 'surely'
  return perhaps.test(said) ? 'perhaps' : undefined
}
