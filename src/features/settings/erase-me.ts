import { z } from 'zod'
import { fixedOptions, oneOf } from '../../dialog/fields/choice'
import { step } from '../../dialog/form'
import { isOpen } from '../../domain/complaint-moves'
import { accounts, complaints } from '../../store/collections'
import { phrase, text } from '../../text/text'
import type { Action, Flow } from '../feature'
import { erasePerson } from './erase-person'

const decision = oneOf(
  fixedOptions(
    { erase: 'settings.erase-yes', keep: 'settings.erase-no' },
    { erase: ['确定', '删除', '全部删掉', '删掉', 'erase', 'delete'], keep: ['不删', '不', '不要', 'no'] },
  ),
  z.enum(['erase', 'keep']),
)

export const eraseMeAction: Action = { id: 'erase-me', run: async (scene) => scene.open('erase-me') }

/** Everything about a person goes at once, after it was said what goes, what stays and why. */
export const eraseMe: Flow = {
  form: {
    id: 'erase-me',
    title: 'settings.erase-title',
    steps: [
      step({
        id: 'sure',
        ask: 'settings.erase-ask',
        explain: ({ facts }) => {
          const numbers = (facts.openCases as string[] | undefined)?.join('、')
          return numbers ? phrase('settings.erase-explain-cases', { numbers }) : phrase('settings.erase-explain')
        },
        label: 'settings.erase-label',
        field: decision,
      }),
    ],
    withoutReview: true,
  },
  refusal: async (scene) => ((await scene.officer()) ? text(scene.language, 'settings.erase-officer') : undefined),
  facts: async (scene) => {
    const cases = await scene.tx.find(complaints, { index: 'person', equals: scene.person.id })
    return { openCases: cases.filter(isOpen).map((complaint) => complaint.number) }
  },
  async submit(scene, answers) {
    if (answers.sure !== 'erase') return scene.say({ text: text(scene.language, 'settings.erase-kept') })
    await scene.record('erase-person', null)
    const { language, tx, person } = scene
    const mine = await tx.find(accounts, { index: 'subject', equals: person.id })
    // Our own page empties itself; a messenger keeps what it has shown.
    const keeps = mine.some(({ abilities }) => abilities.push !== 'when-open')
    await erasePerson(scene)
    const erased = text(language, 'settings.erased')
    scene.say({ text: keeps ? `${erased}\n${text(language, 'settings.erased-chat')}` : erased })
    scene.forgotten()
  },
}
