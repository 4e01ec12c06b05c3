import { z } from 'zod'
import { type Answers, type Field, type Form, step } from '../../dialog/form'
import { type Complaint, dangerSchema } from '../../domain/complaint'
import { isOpen } from '../../domain/complaint-moves'
import { cryIn, dangersInWords } from '../../domain/danger-signs'
import type { Language } from '../../domain/language'
import { takesBack } from '../../domain/taken-back'
import { toldByVoice } from '../../domain/told-by-voice'
import { complaints } from '../../store/collections'
import { phrase, text } from '../../text/text'
import { type Action, actionChoice, type Command, type Flow, type Scene } from '../feature'
import { keepFiles } from './add-evidence'
import { addEntry, tellCaseworkers } from './case-record'
import { alarmOptions, showDangers } from './dangers'
import { evidenceAside } from './evidence-step'
import { ownCases } from './own-cases'
import { raiseAlarm } from './raise-alarm'
import { sayWords } from './said-words'
import { toldField, whereField } from './told-field'

/** Words are kept as told: in need any sentence is an answer. */
const alarmSchema = z.object({
  dangers: z.array(dangerSchema),
  words: z.string().nullable(),
  /** Nobody is called: it was pressed, or written, by mistake. */
  isMistaken: z.literal(true).optional(),
})
type Alarm = z.infer<typeof alarmSchema>

const told = toldField({ max: 500 })
const mistaken: Alarm = { dangers: [], words: null, isMistaken: true }

const alarmField: Field<Alarm> = {
  schema: alarmSchema,
  freeText: true,
  tellsFrom: 1,
  byVoice: () => ({ dangers: [], words: toldByVoice }),
  options: alarmOptions,
  pick: (option) => ({
    kind: 'answer',
    value:
      option === 'mistaken'
        ? mistaken
        : { dangers: dangerSchema.options.filter((danger) => danger === option), words: null },
  }),
  read(typed, context) {
    const back = takesBack(typed)
    if (back === 'surely') return { kind: 'answer', value: mistaken }
    // Who plays it down is not left alone: whatever is said next calls somebody.
    if (back) return { kind: 'again', say: phrase('complaints.urgent-or-mistaken') }
    const reading = told.read(typed, context, undefined)
    if (reading.kind !== 'answer') return { kind: 'again', say: reading.say }
    return { kind: 'answer', value: { dangers: dangersInWords(typed), words: reading.value } }
  },
  show: ({ dangers, words }, { language }) => (words ? sayWords(words, language) : showDangers(dangers, language)),
}

const nobodyIsCalled = ({ danger }: Answers) => (danger as Alarm | undefined)?.isMistaken === true
/** Also where the place is asked for, after a tap by mistake. */
const isPlace = (where: unknown): where is string => typeof where === 'string' && takesBack(where) !== 'surely'

/** No consent is asked: life and health come first (PIPL 13(4)). */
const urgentForm: Form = {
  id: 'urgent',
  title: 'complaints.urgent-title',
  withoutReview: true,
  keepsOnCancel: true,
  filesGoTo: evidenceAside.id,
  steps: [
    step({
      id: 'danger',
      ask: 'complaints.urgent-danger',
      explain: 'complaints.urgent-danger-explained',
      label: 'complaints.safety-label',
      field: alarmField,
    }),
    step({
      id: 'where',
      ask: 'complaints.urgent-where',
      label: 'complaints.place-label',
      field: whereField({ min: 2, max: 200 }),
      skippable: true,
      askIf: (answers) => !nobodyIsCalled(answers),
    }),
    evidenceAside,
  ],
}

export const urgent: Flow = {
  form: urgentForm,
  hearsCries: true,

  async answered(scene, turn, step, value) {
    if (step === 'danger') {
      const { dangers, words, isMistaken } = value as Alarm
      if (isMistaken) return
      await raiseAlarm(scene, dangers, words)
      // A photo may have come before the case that it belongs to.
      await keepUrgentFiles(scene, turn.answers.evidence)
    }
    if (step === 'evidence') await keepUrgentFiles(scene, value)
    if (step === 'where' && isPlace(value)) await keepWhere(scene, value)
  },

  async submit(scene, answers) {
    const { where } = answers
    if (nobodyIsCalled(answers) || (typeof where === 'string' && !isPlace(where))) return takeBack(scene)
    if (isPlace(where)) await keepWhere(scene, where)
    const { language } = scene
    scene.say({
      text: text(language, 'complaints.urgent-done'),
      choices: [actionChoice(text(language, 'complaints.go-on-telling'), 'complain')],
    })
  },
}

/** The case that the alarm made, or belongs to. */
async function alarmCase(scene: Scene): Promise<Complaint | undefined> {
  return (await ownCases(scene)).find((candidate) => candidate.urgent)
}

/** An alarm that was raised stands; whoever is on the way reads that it was said to be a mistake. */
async function takeBack(scene: Scene): Promise<void> {
  const { language } = scene
  const complaint = await alarmCase(scene)
  if (!complaint || !isOpen(complaint)) return scene.say({ text: text(language, 'complaints.urgent-mistaken') })
  await tellOnCase(scene, complaint, text(language, 'complaints.danger-mistaken'))
  scene.say({ text: text(language, 'complaints.urgent-mistaken-stands', { number: complaint.number }) })
}

async function keepUrgentFiles(scene: Scene, files: unknown): Promise<void> {
  const complaint = await alarmCase(scene)
  if (complaint && isOpen(complaint)) await keepFiles(scene, complaint.id, files)
}

async function keepWhere(scene: Scene, where: string): Promise<void> {
  const complaint = await alarmCase(scene)
  if (!complaint || complaint.given.place === where) return
  scene.lock(`case:${complaint.id}`)
  await scene.tx.put(complaints, { ...complaint, given: { ...complaint.given, place: where } })
  await tellOnCase(scene, complaint, where)
}

async function tellOnCase(scene: Scene, complaint: Complaint, words: string): Promise<void> {
  scene.lock(`case:${complaint.id}`)
  await addEntry(scene, complaint, { kind: 'from-worker', text: words })
  const { number } = complaint
  const saying = (language: Language) => ({ text: text(language, 'complaints.officer-words', { number }) })
  // Whoever is on the way has opened the case before the place was told.
  await tellCaseworkers(scene, complaint, saying, { urgent: true })
}

/** Who has just cried for help has told what it is: somebody is called at once. */
async function beginUrgent(scene: Scene): Promise<void> {
  const words = scene.heldText()
  if (!words || !cryIn(words)) {
    scene.say({ text: text(scene.language, 'complaints.urgent-now') })
    return scene.open('urgent')
  }
  const danger: Alarm = { dangers: dangersInWords(words), words }
  await raiseAlarm(scene, danger.dangers, words)
  scene.open('urgent', { answers: { danger } })
}

/** The buttons' own labels, where they are typed. */
const buttonWords = ['紧急，有危险', '找个人说说', 'urgent, in danger', 'talk to somebody']

export const urgentCommand: Command = {
  name: 'urgent',
  label: 'command.urgent',
  words: ['紧急', '紧急求助', '救命', '救我', '求救', '报警', 'sos', 'help me', 'urgent', 'emergency', ...buttonWords],
  alwaysMeant: true,
  run: beginUrgent,
}

export const urgentAction: Action = { id: 'urgent', run: beginUrgent }
