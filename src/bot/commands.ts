import type { Officer } from '../domain/officer'
import type { Command, Scene } from '../features/feature'
import { actionChoice } from '../features/feature'
import { complaints, units } from '../store/collections'
import { text } from '../text/text'
import type { Catalog } from './features'
import { sayMenu } from './menu'

/** The bot's own commands; `/back`, `/skip` and `/cancel` are understood by the form that runs. */
export function ownCommands(catalog: () => Catalog): Command[] {
  return [
    {
      name: 'start',
      label: 'command.start',
      words: ['开始', '你好', '您好', '在吗', 'start', 'hello', 'hi'],
      run: (scene, code) => start(scene, code, catalog()),
    },
    {
      name: 'menu',
      label: 'command.menu',
      words: ['菜单', 'menu'],
      run: async (scene, entry) => sayMenu(scene, await scene.officer(), entry),
    },
    {
      name: 'help',
      label: 'command.help',
      words: ['帮助', '怎么用', '?', 'help'],
      run: async (scene) => {
        const forOfficers = (await scene.officer()) ? [text(scene.language, 'bot.help-officer')] : []
        scene.say({ text: [...forOfficers, text(scene.language, 'bot.help')].join('\n\n') })
      },
    },
    {
      name: 'officer',
      label: 'command.officer',
      words: ['工作台', 'workbench', 'officer'],
      run: (scene) => workbench(scene, catalog()),
    },
  ]
}

async function start(scene: Scene, code: string, catalog: Catalog): Promise<void> {
  if (code.startsWith('i-')) {
    const accept = catalog.actions.get('accept-invitation')
    if (accept) return accept.run(scene, code.slice(2))
  }
  const { language } = scene
  const youth = await scene.youth()
  const [unit] = code ? await scene.tx.find(units, { index: 'code', equals: code, limit: 1 }) : []
  const point = unit && !unit.closedAt && unit.kind === 'point' ? unit : undefined
  if (point && !youth) scene.keepScanned(point.id)
  const hello = youth
    ? text(language, 'bot.welcome-back', { name: youth.name })
    : text(language, 'bot.welcome', { committee: scene.committee })
  const lines = point ? [text(language, 'bot.welcome-point', { point: point.name }), hello] : [hello]
  const register = point
    ? actionChoice(text(language, 'bot.start-register'), 'register-at', point.id)
    : actionChoice(text(language, 'bot.start-register'), 'command', 'register')
  const hasCase = (await scene.tx.count(complaints, { index: 'person', equals: scene.person.id })) > 0
  const isNew = youth && point && !youth.points.includes(point.id)
  const choices = [
    ...(isNew
      ? [actionChoice(text(language, 'registration.add-point', { point: point.name }), 'add-point', point.id)]
      : []),
    ...(hasCase ? [actionChoice(text(language, 'bot.start-cases'), 'command', 'cases')] : []),
    actionChoice(text(language, 'bot.start-complain'), 'command', 'complain'),
    ...(youth
      ? [actionChoice(text(language, 'bot.start-events'), 'command', 'events')]
      : [register, actionChoice(text(language, 'bot.start-return'), 'command', 'return')]),
  ]
  scene.say({ text: lines.join('\n\n'), choices })
}

async function workbench(scene: Scene, catalog: Catalog): Promise<void> {
  const officer: Officer | undefined = await scene.officer()
  if (!officer) return scene.say({ text: text(scene.language, 'bot.workbench-closed') })
  // One message: where choices are typed by number, each number stands once.
  const parts = []
  for (const feature of catalog.features) parts.push((await feature.workbench?.(scene, officer)) ?? [])
  const shown = parts.flat()
  scene.say({
    text: shown.map((part) => part.text).join('\n\n'),
    choices: shown.flatMap((part) => part.choices),
  })
}
