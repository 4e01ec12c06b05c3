import type { Action } from '../../feature'

/** The forms a case's buttons open; each checks for itself who may fill it in. */
const forms = [
  'ask-info',
  'decline-case',
  'handle-case',
  'case-paid',
  'close-case',
  'close-unreached',
  'write-to-worker',
  'case-note',
  'pass-on-case',
  'merge-case',
]

/** Opens a form about a case: `<form>.<case>`. */
export const caseForm: Action = {
  id: 'case-form',
  async run(scene, argument) {
    const [form = '', id = ''] = argument.split('.')
    if (forms.includes(form)) scene.open(form, { about: id })
  },
}
