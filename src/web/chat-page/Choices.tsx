import type { Choice } from '../api/chat-message'
import { usePageText } from './page-text'

interface ChoicesProps {
  choices: Choice[]
  /** The question they answer is the one asked last. */
  isOpen: boolean
  onChoose: (value: string, label: string) => void
}

/** The step back stands below the answers and is none: a button as strong as theirs would be taken for one. */
const isWayBack = ({ value }: Choice) => value.endsWith('.+back')

/** A label this short leaves room for a second one beside it. */
const shortLabel = 6

export function Choices({ choices, isOpen, onChoose }: ChoicesProps) {
  const text = usePageText()
  const isPaired = choices.length > 1 && choices.every((choice) => displayWidth(choice.label) <= shortLabel)
  return (
    <fieldset className={`choices${isOpen ? ' choices_open' : ''}${isPaired ? ' choices_paired' : ''}`}>
      <legend className="sr">{text('page.choices')}</legend>
      {/* Old browsers lay no fieldset out as a flex box. */}
      <div className="choices__list">
        {choices.map((choice) => (
          <button
            key={choice.value}
            type="button"
            className={isWayBack(choice) ? 'choice choice_back' : 'choice'}
            onClick={() => onChoose(choice.value, choice.label)}
          >
            {choice.label}
          </button>
        ))}
      </div>
    </fieldset>
  )
}

/** In Chinese characters; a Latin letter counts half. */
function displayWidth(label: string): number {
  let width = 0
  for (const character of label) width += character.charCodeAt(0) > 0xff ? 1 : 0.5
  return width
}
