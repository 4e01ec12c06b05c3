import { showInstant } from '../../../domain/calendar'
import { text } from '../../../text/text'
import { type Action, actionChoice } from '../../feature'
import { notHere } from '../file-arrival'
import { caseFor, openButton } from './officer-case'

const pageLength = 8

/** The evidence of a case as a list to open one by one: `<case>` or `<case>.<from>`. */
export const caseFiles: Action = {
  id: 'case-files',
  async run(scene, argument) {
    const [id = '', start] = argument.split('.')
    const mine = await caseFor(scene, id, 'see', 'case-files')
    if (!mine) return
    const { language } = scene
    const { evidence, number } = mine.complaint
    const from = Number(start) || 0
    const shown = evidence.slice(from, from + pageLength)
    const missing = await Promise.all(shown.map(({ file }) => notHere(scene, file)))
    const buttons = shown.flatMap((_, index) => {
      const n = from + index + 1
      return missing[index] ? [] : [actionChoice(text(language, 'casework.file', { n }), 'case-file', `${id}.${n}`)]
    })
    const next = from + pageLength
    const more =
      next < evidence.length ? [actionChoice(text(language, 'dialog.more'), 'case-files', `${id}.${next}`)] : []
    scene.say({
      text: [
        text(language, 'casework.files-of', { number, count: evidence.length }),
        ...shown.map(({ file, at, note }, index) =>
          [`${from + index + 1}. ${file.name}`, showInstant(at, scene.zone, language), missing[index], note]
            .filter(Boolean)
            .join(' · '),
        ),
      ].join('\n'),
      choices: [...buttons, ...more, openButton(language, mine.complaint)],
    })
  },
}

/** One file of the evidence: `<case>.<number>`. */
export const caseFile: Action = {
  id: 'case-file',
  async run(scene, argument) {
    const [id = '', n] = argument.split('.')
    const mine = await caseFor(scene, id, 'see', 'case-file')
    if (!mine) return
    const found = mine.complaint.evidence[Number(n) - 1]
    if (!found) return scene.say({ text: text(scene.language, 'casework.no-file') })
    const { file, note } = found
    const missing = await notHere(scene, file)
    scene.say({
      text: [text(scene.language, 'casework.file', { n: Number(n) }), file.name, missing, note]
        .filter(Boolean)
        .join(' · '),
      ...(!missing && { file }),
      choices: [
        actionChoice(text(scene.language, 'casework.files'), 'case-files', id),
        openButton(scene.language, mine.complaint),
      ],
    })
  },
}
