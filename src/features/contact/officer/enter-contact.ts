import { z } from 'zod'
import { fixedOptions, oneOf } from '../../../dialog/fields/choice'
import { dateField } from '../../../dialog/fields/values'
import { type Context, type Field, type Form, step } from '../../../dialog/form'
import { addDays, instantAt, wallDate } from '../../../domain/calendar'
import { correctedBy, ownAnswerAt } from '../../../domain/contact-record'
import type { Language } from '../../../domain/language'
import { type SpokenDate, showDate } from '../../../domain/spoken-date'
import { phrase, text } from '../../../text/text'
import { noteContact, planOf, putYouth, recordNow } from '../../contact-books'
import { type Action, actionChoice, type Flow, type Scene } from '../../feature'
import { clearsOf, clearsSteps } from '../clears-steps'
import { seenYouth } from './seen-youth'
import { listButtons } from './whose'

const ways = z.enum(['call', 'visit'])
type EnteredWay = z.infer<typeof ways>

const pastDay = dateField('past')

/** Advises what is taken: a day of this month. */
function whichDay(today: string, language: Language) {
  return phrase('contact.entry-which-day', { day: showDate(today, language) })
}

/** Today or yesterday by one tap, any other day of the month in words. */
const whenField: Field<SpokenDate> = {
  ...pastDay,
  options: ({ today, language }: Context) => [
    { id: 'today', label: text(language, 'contact.today'), words: ['今天', 'today'] },
    ...(today.endsWith('-01')
      ? []
      : [{ id: 'yesterday', label: text(language, 'contact.yesterday'), words: ['昨天'] }]),
  ],
  read(typed, context, current) {
    const reading = pastDay.read(typed, context, current)
    return reading.kind === 'again' ? { ...reading, say: whichDay(context.today, context.language) } : reading
  },
  pick: (option, { today }) => ({
    kind: 'answer',
    value: { iso: option === 'today' ? today : addDays(today, -1), about: false },
  }),
}

const form: Form = {
  id: 'contact-entry',
  title: 'contact.entry-title',
  submit: 'contact.entry-submit',
  steps: [
    step({
      id: 'way',
      ask: 'contact.entry-way',
      label: 'contact.entry-way-label',
      field: oneOf<EnteredWay>(
        fixedOptions<EnteredWay>(
          { call: 'contact.way-call', visit: 'contact.way-visit' },
          { call: ['电话', '打电话', '通电话', 'call'], visit: ['上门', '见面', '看望', 'visit'] },
        ),
        ways,
      ),
    }),
    step({ id: 'when', ask: 'contact.entry-when', label: 'contact.entry-when-label', field: whenField }),
    ...clearsSteps('theirs'),
  ],
  // What a month counted stands once it is over.
  check: ({ when }, { today }, language) => {
    if (when === undefined) return undefined
    const { iso } = when as SpokenDate
    if (iso.length < 10) return { step: 'when', say: whichDay(String(today), language) }
    return iso.slice(0, 7) === String(today).slice(0, 7)
      ? undefined
      : { step: 'when', say: phrase('contact.entry-this-month') }
  },
}

/** A call or a visit, as the officer enters it: whether they were reached is the officer's word. */
export const enterContact: Flow = {
  form,
  async refusal(scene, about) {
    const seen = await seenYouth(scene, about ?? '')
    return typeof seen === 'string' ? text(scene.language, seen) : undefined
  },
  async facts(scene, about) {
    const seen = await seenYouth(scene, about ?? '')
    const known = typeof seen === 'string' ? undefined : seen.youth
    const { livesAt = null, trade = null, worksAt = null } = known ?? {}
    return { livesAt, trade, worksAt, today: today(scene) }
  },
  async submit(scene, answers, { about }) {
    scene.lock(`person:${about}`)
    const seen = await seenYouth(scene, about ?? '')
    if (typeof seen === 'string') return
    const { officer, youth } = seen
    const told = clearsOf(answers, youth)
    const { iso } = answers.when as SpokenDate
    const at = iso === today(scene) ? scene.now : instantAt(iso, '12:00', scene.zone)
    const { careSince } = await planOf(scene, youth)
    const isBefore = (since: string | null) => since !== null && iso < wallDate(since, scene.zone)
    // What they said since then themselves stands.
    const isOlder = isBefore(careSince) || isBefore(ownAnswerAt(await recordNow(scene, youth.id)))
    const isKept = isOlder || isBefore(youth.updatedAt)
    const corrected = isKept ? youth : correctedBy(youth, told, scene.now)
    if (corrected !== youth) await putYouth(scene, corrected)
    const stillWaits = told.needsHelp ? (careSince ?? scene.now) : isOlder ? careSince : null
    const contact = { way: answers.way as EnteredWay, at, by: officer.id }
    await noteContact(scene, corrected, contact, told, stillWaits, isOlder)
    await scene.record('contact-entered', youth.id)
    scene.say({
      text: text(scene.language, isOlder ? 'contact.entered-older' : 'contact.entered'),
      choices: [
        ...listButtons(scene, officer, corrected),
        actionChoice(text(scene.language, 'officers.workbench'), 'command', 'officer'),
      ],
    })
  },
}

/** `<way>.<youth>`: the way is answered by the button that was pressed; any other word leaves it to be asked. */
export const enterContactAction: Action = {
  id: 'contact-enter',
  async run(scene, argument) {
    const [way, about] = argument.split('.')
    if (about) scene.open(form.id, { about, answers: ways.safeParse(way).success ? { way } : {} })
  },
}

function today(scene: Scene): string {
  return wallDate(scene.now, scene.zone)
}
