import { z } from 'zod'
import { fixedOptions, oneOf, severalOf, yesNo } from '../../src/dialog/fields/choice'
import { filesField } from '../../src/dialog/fields/files'
import { textField } from '../../src/dialog/fields/text'
import { moneyField } from '../../src/dialog/fields/values'
import { type Form, step } from '../../src/dialog/form'
import { actionChoice, type Feature } from '../../src/features/feature'
import { settings } from '../../src/store/collections'

const colours = { red: 'dialog.yes', blue: 'dialog.no', green: 'dialog.back' } as const

/** A form with every way of answering, for tests of the engine and the bot. */
export const sampleForm: Form = {
  id: 'sample',
  title: 'command.register',
  steps: [
    step({ id: 'name', ask: 'command.me', label: 'command.me', field: textField({ max: 10 }) }),
    step({ id: 'sum', ask: 'command.cases', label: 'command.cases', field: moneyField(), skippable: true }),
    step({
      id: 'sure',
      ask: 'command.help',
      label: 'command.help',
      field: yesNo(),
      askIf: (answers) => answers.sum !== null,
    }),
    step({
      id: 'list',
      ask: 'command.lang',
      label: 'command.lang',
      field: severalOf(fixedOptions(colours), z.enum(['red', 'blue', 'green'])),
      skippable: true,
    }),
    step({
      id: 'photos',
      ask: 'command.menu',
      label: 'dialog.kind-photo',
      field: filesField({ max: 2 }),
      skippable: true,
    }),
  ],
}

const longForm: Form = {
  id: 'long',
  title: 'command.settings',
  withoutReview: true,
  steps: [
    step({
      id: 'place',
      ask: 'command.settings',
      label: 'command.settings',
      field: oneOf(
        () => Array.from({ length: 20 }, (_, index) => ({ id: `p${index + 1}`, label: `地方${index + 1}` })),
        z.string().regex(/^p\d+$/),
      ),
    }),
  ],
}

/** A feature that keeps what its forms were given in the settings, and one that fails on purpose. */
export function sampleFeature(options: { form?: Form; fails?: () => boolean } = {}): Feature {
  return {
    name: 'sample',
    flows: [
      {
        form: options.form ?? sampleForm,
        async submit(scene, answers) {
          if (options.fails?.()) throw new Error('秘密的内容')
          const id = `sample:${scene.person.id}`
          const before = (await scene.tx.get(settings, id))?.value as unknown[] | undefined
          await scene.tx.put(settings, { id, value: [...(before ?? []), answers] })
          scene.say({ text: '交好了', choices: [actionChoice('再来', 'again')] })
        },
      },
      {
        form: longForm,
        async submit(scene, answers) {
          await scene.tx.put(settings, { id: 'long', value: answers })
          scene.say({ text: '选好了' })
        },
      },
    ],
    commands: [
      { name: 'sample', label: 'command.register', words: ['样品'], run: async (scene) => scene.open('sample') },
      { name: 'long', label: 'command.settings', words: ['长单'], run: async (scene) => scene.open('long') },
    ],
    actions: [{ id: 'again', answers: 'yes', run: async (scene) => scene.open('sample') }],
  }
}
