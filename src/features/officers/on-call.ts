import { step } from '../../dialog/form'
import type { OnCall } from '../../domain/officer'
import { officers } from '../../store/collections'
import { text } from '../../text/text'
import { type Action, actionChoice, type Flow } from '../feature'
import { handlesCases, onCallNow, sayNotAllowed, unitOf } from './colleagues'
import { dutyField } from './duty-field'
import { hoursWords, roleWords } from './officer-words'

/** When this officer is on call, week by week. */
export const setOnCall: Flow = {
  form: {
    id: 'on-call',
    title: 'officers.on-call',
    withoutReview: true,
    steps: [
      step({
        id: 'hours',
        ask: 'officers.on-call.hours',
        explain: 'officers.on-call.hours.explain',
        label: 'officers.on-call.label',
        field: dutyField,
      }),
    ],
  },
  async refusal(scene) {
    const me = await scene.officer()
    if (!me) return text(scene.language, 'bot.not-allowed')
    return handlesCases(me) ? undefined : text(scene.language, 'officers.on-call.not-needed')
  },
  async submit(scene, answers) {
    const me = await scene.officer()
    if (!me) return
    const onCall = answers.hours === 'off' ? null : (answers.hours as OnCall)
    await scene.tx.put(officers, { ...me, onCall })
    await scene.record('on-call-changed', me.id)
    const { language } = scene
    scene.say({
      text: onCall
        ? text(language, 'officers.on-call.done', { hours: hoursWords(language, onCall) })
        : text(language, 'officers.on-call.off'),
      choices: [actionChoice(text(language, 'officers.workbench'), 'command', 'officer')],
    })
  },
}

/** What I do here, my hours, and who is on call now. */
export const myDuties: Action = {
  id: 'my-duties',
  async run(scene) {
    const me = await scene.officer()
    if (!me) return sayNotAllowed(scene)
    const { language } = scene
    const unit = await unitOf(scene.tx, me.unit)
    const ready = await onCallNow(scene)
    const hours = me.onCall ? hoursWords(language, me.onCall) : text(language, 'officers.no-hours')
    scene.say({
      text: [
        me.name,
        text(language, 'officers.does', { roles: roleWords(language, me.roles), unit: unit.name }),
        ...(handlesCases(me) ? [text(language, 'officers.hours', { hours })] : []),
        ready.length === 0
          ? text(language, 'officers.nobody-on-call')
          : text(language, 'officers.on-call-now', { names: ready.map((officer) => officer.name).join('、') }),
      ].join('\n'),
      choices: [
        ...(handlesCases(me) ? [actionChoice(text(language, 'officers.on-call'), 'officer-form', 'on-call')] : []),
        actionChoice(text(language, 'officers.step-down'), 'step-down'),
        actionChoice(text(language, 'officers.workbench'), 'command', 'officer'),
      ],
    })
  },
}
