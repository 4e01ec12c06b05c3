import type { Action } from '../feature'

/** The forms the team's buttons open; each checks for itself who may fill it in. */
const forms = ['invite-officer', 'on-call', 'new-unit', 'rename-unit', 'change-roles']

/** Opens a form of the team: `<form>` or `<form>.<what it is about>`. */
export const officerForm: Action = {
  id: 'officer-form',
  async run(scene, argument) {
    const [form = '', about] = argument.split('.')
    if (forms.includes(form)) scene.open(form, about ? { about } : {})
  },
}
