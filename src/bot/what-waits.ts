import type { Flow } from '../features/feature'
import type { Catalog } from './features'
import type { Stage } from './scene'

/**
 * At the end of an answer: what waits for a word of theirs, such as a seat that is kept for them. Who is telling of what was done to them
 * is left to it.
 */
export async function sayWhatWaits({ features }: Catalog, stage: Stage, running: Flow | undefined): Promise<void> {
  if (stage.gone || running?.hearsCries) return
  const { drafts, scene } = stage
  const said = drafts.flatMap(({ choices }) => choices)
  for (const { waiting } of features) {
    const saying = await waiting?.(scene, said)
    if (!saying) continue
    // A form's question stays the last thing that is said, with its buttons.
    if (running) drafts.unshift({ text: saying.text, choices: [], file: null, officer: null })
    else scene.say(saying)
  }
}
