import type { Turn } from '../domain/turn'
import { type PlainKey, sayPhrase, text } from '../text/text'
import { applies, type Context, type Form, type Option, type Step } from './form'
import { markOf } from './mark'
import { navigationWords } from './navigation-words'
import { type Place, pageOf, pages } from './place'
import type { Say, SayChoice } from './say'

/** A choice as the dialog handles it: `token` is the last part of its value. */
export interface Offer {
  token: string
  label: string
  words: readonly string[]
  number?: number
}

/** The words of the way out are its yes too. */
const yesToCancel = [
  ...navigationWords.cancel,
  ...'是 是的 对 嗯 好 好的 确定 不填 不填啦 不填了吧 停 停止 算了吧 删 删掉 删了 删除'.split(' '),
  ...['yes', 'ok', 'okay', 'stop', 'delete', 'never mind'],
]

/** What can be chosen at a place, in the order shown. */
export function offersAt(form: Form, turn: Turn, place: Place, context: Context): Offer[] {
  const say = (token: string, key: PlainKey, ...words: string[]): Offer => ({
    token,
    label: text(context.language, key),
    words,
  })
  switch (place.kind) {
    case 'cancel':
      // The way out said once more is the yes; 「不」 alone may mean either.
      return [
        say('yes', 'dialog.cancel-yes', ...yesToCancel),
        say('no', 'dialog.cancel-no', '不是', '否', '继续', '继续填', '接着', '还要填', '要填', 'no', 'continue'),
      ].map(numbered)
    case 'resume':
      return [
        say('go-on', 'dialog.resume-yes', '是', '继续', '接着', 'yes'),
        say('new', 'dialog.resume-new', '重来', '重新开始'),
        say('drop', 'dialog.resume-no', '不是', '不', 'no'),
      ].map(numbered)
    case 'review':
      // Without numbers: those belong to the lines read back, and a 1 must never submit.
      return [
        say(
          submitToken(form, turn, context),
          form.submit ?? 'dialog.submit',
          '提交',
          '对',
          '是',
          '是的',
          '没错',
          '好',
          '好的',
          'ok',
          'yes',
          'submit',
        ),
        say('change', 'dialog.change', '改', '修改', '不对', '不是', 'change', 'no'),
      ]
    case 'change':
      return [
        ...paged(changeable(form, turn, context), place.page, context),
        say('nothing', 'dialog.nothing-to-change'),
      ]
    case 'step':
      return stepOffers(form, turn, place, context)
  }
}

/** The whole list at a place, of which the offers show a page. */
export function optionsAt(form: Form, turn: Turn, place: Place, context: Context): readonly Option[] {
  if (place.kind === 'change') return changeable(form, turn, context)
  return place.kind === 'step' && !place.guess ? (place.step.field.options?.(context) ?? []) : []
}

/** Whether a token turns the page. */
export function isPage(token: string): boolean {
  return /^\+page\d{1,3}$/.test(token)
}

/** Options of other pages of the same question count as offered. */
export function isOffered(token: string, ...at: Parameters<typeof offersAt>): boolean {
  return isPage(token) || offersAt(...at).some((offer) => offer.token === token) || isOption(token, ...at)
}

function isOption(token: string, ...at: Parameters<typeof optionsAt>): boolean {
  return optionsAt(...at).some((option) => option.id === token)
}

function numbered(offer: Offer, index: number): Offer {
  return { ...offer, number: index + 1 }
}

function unnumbered({ number: _, ...offer }: Offer): Offer {
  return offer
}

function stepOffers(form: Form, turn: Turn, place: Place & { kind: 'step' }, context: Context): Offer[] {
  const { step } = place
  const { language } = context
  if (place.guess) {
    return [
      {
        token: rightToken(place.guess),
        label: text(language, 'dialog.confirm-yes'),
        words: ['是', '是的', '没错', '对的', '好的', '可以', '嗯', 'yes', 'ok'],
      },
      { token: '+wrong', label: text(language, 'dialog.confirm-no'), words: ['不是', '不对', '错了', 'no'] },
    ].map(numbered)
  }
  const current = turn.answers[step.id]
  const options = (step.field.options?.(context) ?? []).map((option) =>
    step.field.isChosen?.(option.id, current) ? { ...option, label: `✓ ${option.label}` } : option,
  )
  const offers = paged(options, place.page, context).map(step.field.readsNumbers ? unnumbered : (offer) => offer)
  const kept = turn.previous[step.id]
  if (!place.collecting && kept !== undefined && kept !== null && step.field.schema.safeParse(kept).success) {
    const shown = step.field.show(kept, context)
    const value = shorten(shown)
    const words = ['不变', '不改', 'keep']
    // Where it stands among the options it is kept by choosing it again; of several that would begin anew.
    const same = offers.findIndex(({ label, token }) => label === shown && !step.field.isChosen?.(token, kept))
    const offer = offers[same]
    // Of several nothing may be chosen: there is then nothing to keep.
    if (offer) offers[same] = { ...offer, words: [...offer.words, ...words] }
    else if (value) offers.push({ token: '+keep', label: text(language, 'dialog.keep', { value }), words })
  }
  if (place.collecting) {
    offers.push({
      token: '+done',
      label: text(language, 'dialog.done'),
      words: ['完了', '没有了', '没了', '就这些', '选好了', 'done'],
    })
  } else if (step.skippable) {
    offers.push({ token: '+skip', label: text(language, 'dialog.skip'), words: [] })
  }
  if ((form.stopsHere || form.keepsOnCancel) && form.steps.length > 1) {
    offers.push({
      token: '+stop',
      label: text(language, 'dialog.stop-here'),
      words: ['到这里', '先这样', '够了', 'enough'],
    })
  }
  if (form.steps.slice(0, form.steps.indexOf(step)).some((earlier) => isBehind(earlier, turn, context))) {
    offers.push({ token: '+back', label: text(language, 'dialog.back'), words: [] })
  } else if (step.field.freeText && !place.collecting) {
    // Where any text is an answer, the way out has to be seen.
    offers.push({ token: '+cancel', label: text(language, 'dialog.cancel'), words: [] })
  }
  return offers
}

/** Whether there is a way back to it: answered, and still asked. */
function isBehind(step: Step, { answers }: Turn, { facts }: Context): boolean {
  return answers[step.id] !== undefined && applies(step, answers, facts)
}

/** One page of a list, with the way to the next. */
function paged(options: readonly Option[], page: number, context: Context): Offer[] {
  const shown: Offer[] = pageOf(options, page).map(({ option, number }) => ({
    token: option.id,
    label: option.label,
    words: option.words ?? [],
    number,
  }))
  const count = pages(options)
  if (count === 1) return shown
  const next = (page + 1) % count
  const label = text(context.language, next === 0 ? 'dialog.first-page' : 'dialog.more')
  return [...shown, { token: `+page${next}`, label, words: ['更多', '下一页', 'more', 'next'] }]
}

/** The steps that the read-back shows, as options of "what to change". */
function changeable(form: Form, turn: Turn, context: Context): Option[] {
  return reviewed(form, turn, context).map((step) => ({ id: step.id, label: text(context.language, step.label) }))
}

export function reviewed(form: Form, turn: Turn, context: Context): Step[] {
  return form.steps.filter((step) => !step.silent && applies(step, turn.answers, context.facts))
}

function shorten(value: string): string {
  const characters = [...value.replace(/\s+/g, ' ')]
  return characters.length > 16 ? `${characters.slice(0, 15).join('')}…` : characters.join('')
}

/** The question at a place, with its choices. */
export function prompt(form: Form, turn: Turn, place: Place, context: Context, brief = false): Say {
  const choices: SayChoice[] = offersAt(form, turn, place, context).map(({ token, label, number }) => ({
    label,
    value: `${turn.run}.${place.name}.${token}`,
    ...(number !== undefined && { number }),
  }))
  const asks = place.kind === 'step' && !place.guess ? place.step.field.asks : undefined
  return { text: question(form, turn, place, context, brief), choices, ...(asks && { asks }) }
}

function question(form: Form, turn: Turn, place: Place, context: Context, brief: boolean): string {
  const { language } = context
  switch (place.kind) {
    case 'cancel':
      return text(language, 'dialog.cancel-sure')
    case 'resume':
      return text(language, 'dialog.resume', { form: text(language, form.title) })
    case 'change':
      return text(language, 'dialog.which-change')
    case 'review':
      return [
        text(language, 'dialog.review'),
        ...readBack(form, turn, context),
        text(language, 'dialog.review-hint', { submit: text(language, form.submit ?? 'dialog.submit') }),
      ].join('\n')
    case 'step': {
      const { ask, explain, field } = place.step
      if (place.guess) return text(language, 'dialog.is-it', { value: field.show(place.guess.value, context) })
      const words = typeof explain === 'function' ? explain(context) : explain && { key: explain }
      const asked = text(language, ask)
      return words && !brief ? `${asked}\n${sayPhrase(language, words)}` : asked
    }
  }
}

/** Submits what was read over, and nothing that was changed since. The language it was read in does not matter. */
function submitToken(form: Form, turn: Turn, context: Context): string {
  return `submit-${markOf(readBack(form, turn, { ...context, language: 'zh-CN' }).join('\n'))}`
}

/** Confirms this guess, and no later one. */
function rightToken(guess: { value: unknown }): string {
  return `+right-${markOf(JSON.stringify(guess.value))}`
}

export function confirmsGuess(token: string): boolean {
  return token.startsWith('+right-')
}

/** The answers as numbered lines. */
function readBack(form: Form, turn: Turn, context: Context): string[] {
  return reviewed(form, turn, context).map((step, index) => {
    const answer = turn.answers[step.id]
    const told = (answer ?? null) === null ? '' : step.field.show(answer, context)
    const { skipped = 'dialog.not-told' } = step
    const value = told || (typeof skipped === 'string' ? text(context.language, skipped) : skipped(context))
    return `${index + 1}. ${text(context.language, 'dialog.line', { label: text(context.language, step.label), value })}`
  })
}
