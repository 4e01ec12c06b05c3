import { yesNo } from '../../dialog/fields/choice'
import { type Answers, type Form, step } from '../../dialog/form'
import type { Complaint } from '../../domain/complaint'
import { after, hour } from '../../domain/instant'
import { caseEntries } from '../../store/logs'
import { text } from '../../text/text'
import { type Action, actionChoice, type Flow, type Scene } from '../feature'
import { refuseIfOver } from './add-evidence'
import { addEntry, moveCase, tellCaseworkers } from './case-record'
import { yesNoInWords } from './details-form'
import { ownCaseToChange } from './own-cases'
import { toldField } from './told-field'

const staysOpen = (answers: Answers) => answers.still === false

const withdrawForm: Form = {
  id: 'withdraw',
  title: 'complaints.withdraw-title',
  withoutReview: true,
  steps: [
    step({
      id: 'pressed',
      ask: 'complaints.pressed',
      explain: 'complaints.pressed-explained',
      label: 'complaints.pressed-label',
      field: yesNoInWords(
        { yes: 'complaints.pressed-yes', no: 'complaints.pressed-no' },
        { yes: /逼我|被逼|威胁|老板(?:让|叫|要)|forced|pressed/i, no: /自己|没人|没有人|不想弄|算了|my own|nobody/i },
      ),
    }),
    step({
      id: 'still',
      ask: 'complaints.still',
      explain: 'complaints.still-explained',
      label: 'complaints.still-label',
      field: yesNo({ yes: 'complaints.still-yes', no: 'complaints.still-no' }),
      askIf: (answers) => answers.pressed === true,
    }),
    step({
      id: 'reason',
      ask: 'complaints.why',
      explain: 'complaints.why-explained',
      label: 'complaints.why-label',
      field: toldField({ max: 500 }),
      askIf: (answers) => !staysOpen(answers),
      skippable: true,
    }),
  ],
}

export const withdraw: Flow = {
  form: withdrawForm,
  refusal: refuseIfOver,

  /** Told as soon as it is said: whoever stands beside the worker may end the conversation any moment. */
  async answered(scene, turn, stepId, value) {
    if (stepId !== 'pressed' || value !== true) return
    const complaint = await ownCaseToChange(scene, turn.about)
    if (complaint) await flagPressure(scene, complaint)
  },

  async submit(scene, answers, turn) {
    const { language } = scene
    const complaint = await ownCaseToChange(scene, turn.about)
    if (!complaint) return
    const { id, number } = complaint
    if (staysOpen(answers)) {
      scene.say({ text: text(language, 'complaints.stays-open', { number }) })
      return
    }
    const moved = await moveCase(scene, complaint, 'withdraw', 'worker', {
      ...(typeof answers.reason === 'string' && { text: answers.reason }),
      changes: { outcome: 'withdrawn' },
    })
    if (!moved.ok) return scene.say({ text: text(language, 'complaints.changed-meanwhile') })
    await tellCaseworkers(scene, moved.complaint, (to) => ({
      text: text(to, 'complaints.officer-withdrawn', { number }),
    }))
    scene.say({
      text: text(language, 'complaints.withdrawn', { number }),
      choices: [actionChoice(text(language, 'complaints.do-reopen'), 'my-reopen', id)],
    })
  },
}

async function flagPressure(scene: Scene, complaint: Complaint): Promise<void> {
  const { id, number } = complaint
  const note = text('zh-CN', 'complaints.note-pressed')
  const lately = await scene.tx.entries(caseEntries, { key: id, limit: 20 })
  // Who goes back and says it again has said it once.
  if (!lately.some((entry) => entry.text === note && entry.at > after(scene.now, -hour))) {
    await addEntry(scene, complaint, { kind: 'note', actor: 'system', text: note })
  }
  await tellCaseworkers(
    scene,
    complaint,
    (language) => ({ text: text(language, 'complaints.officer-pressed', { number }) }),
    { urgent: true, key: `pressed:${id}:${scene.now.slice(0, 13)}` },
  )
}

export const withdrawActions: readonly Action[] = [
  {
    id: 'my-withdraw',
    async run(scene, id) {
      const refusal = await refuseIfOver(scene, id)
      if (refusal) return scene.say({ text: refusal })
      scene.open('withdraw', { about: id })
    },
  },
]
