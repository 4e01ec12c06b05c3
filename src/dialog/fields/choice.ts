import { z } from 'zod'
import { listed, type PlainKey, phrase, text } from '../../text/text'
import type { Context, Field, Option } from '../form'
import { plainWord, typedNumbers } from '../words'

const yesWords = ['是', '是的', '对', '对的', '有', '好', '好的', '同意', '嗯', '可以', 'y', 'yes', 'ok', '1']
const noWords = ['不是', '不', '没有', '否', '不同意', '不对', '没', '不行', '不用', 'n', 'no', '2']

/** Yes or no; the labels say what each means here, `words` how else it is said. */
export function yesNo(
  labels: { yes: PlainKey; no: PlainKey } = { yes: 'dialog.yes', no: 'dialog.no' },
  words: { yes: readonly string[]; no: readonly string[] } = { yes: [], no: [] },
): Field<boolean> {
  return {
    schema: z.boolean(),
    freeText: false,
    options: ({ language }) => [
      { id: 'yes', label: text(language, labels.yes), words: [...yesWords, ...words.yes] },
      { id: 'no', label: text(language, labels.no), words: [...noWords, ...words.no] },
    ],
    pick: (option) => ({ kind: 'answer', value: option === 'yes' }),
    read: () => ({ kind: 'again', say: phrase('dialog.yes-or-no') }),
    show: (value, { language }) => text(language, value ? labels.yes : labels.no),
  }
}

export type Options = (context: Context) => readonly Option[]

/** Options with fixed ids, each labelled by a text. */
export function fixedOptions<Id extends string>(
  labels: Record<Id, PlainKey>,
  words: Partial<Record<Id, readonly string[]>> = {},
): Options {
  return ({ language }) =>
    (Object.keys(labels) as Id[]).map((id) => ({
      id,
      label: text(language, labels[id] as PlainKey),
      words: words[id] ?? [],
    }))
}

function labelOf(options: Options, id: string, context: Context): string {
  return options(context).find((option) => option.id === id)?.label ?? id
}

function labelsOf(options: Options, ids: readonly string[], context: Context): string {
  return listed(
    context.language,
    ids.map((id) => labelOf(options, id, context)),
  )
}

/** One of many. `orElse` reads what is none of the options, such as a place typed in words. */
export function oneOf<Id extends string>(
  options: Options,
  schema: z.ZodType<Id>,
  orElse?: Pick<Field<Id>, 'read'>,
): Field<Id> {
  return {
    schema,
    freeText: false,
    options,
    pick: (option) => ({ kind: 'answer', value: option as Id }),
    read: (typed, context, current) =>
      orElse?.read(typed, context, current) ?? { kind: 'again', say: phrase('dialog.pick-one') },
    show: (value, context) => labelOf(options, value, context),
  }
}

/** Those a word of which stands in a sentence; an English one as a whole word. */
export function namedIn<Id extends string>(
  typed: string,
  ids: readonly Id[],
  words: Partial<Record<Id, readonly string[]>>,
): Id[] {
  const said = typed.normalize('NFKC').toLowerCase()
  const isIn = (word: string) =>
    /^[a-z ]+$/.test(word) ? new RegExp(`\\b${word}s?\\b`).test(said) : said.includes(word)
  return ids.filter((id) => words[id]?.some(isIn))
}

/** Several of many, pressed one after another or typed as "1 3"; `none` is the option that stands alone. */
export function severalOf<Id extends string>(options: Options, schema: z.ZodType<Id>, none?: string): Field<Id[]> {
  const list = z.array(schema).refine((ids) => new Set(ids).size === ids.length)
  const more = (ids: Id[], context: Context) =>
    ids.length === 0
      ? ({ kind: 'more', value: ids, say: phrase('dialog.unpicked') } as const)
      : ({
          kind: 'more',
          value: ids,
          say: phrase('dialog.picked', { count: ids.length, list: labelsOf(options, ids, context) }),
        } as const)
  return {
    schema: list,
    freeText: false,
    collects: true,
    options,
    isChosen: (option, current) => current?.includes(option as Id) ?? false,
    pick(option, context, current = []) {
      if (option === none) return { kind: 'answer', value: [] }
      const id = option as Id
      return more(current.includes(id) ? current.filter((other) => other !== id) : [...current, id], context)
    },
    read(typed, context, current = []) {
      const found = namedOptions(typed, options(context))
      if (!found) return { kind: 'again', say: phrase('dialog.pick-some') }
      if (found.includes(none as Id)) {
        return found.length === 1 ? { kind: 'answer', value: [] } : { kind: 'again', say: phrase('dialog.pick-some') }
      }
      const together = [...new Set([...current, ...(found as Id[])])]
      return found.length > 1 ? { kind: 'answer', value: together } : more(together, context)
    },
    show: (value, context) =>
      value.length === 0 && none ? labelOf(options, none, context) : labelsOf(options, value, context),
  }
}

/** Options named by numbers or words, all of them or none. */
function namedOptions(typed: string, options: readonly Option[]): string[] | undefined {
  const numbers = typedNumbers(typed)
  const named = numbers
    ? numbers.map((number) => options[number - 1]?.id)
    : plainWord(typed)
        .split(/[\s,，、;；和]+/)
        .map((word) => options.find((option) => plainWord(option.label) === word || option.words?.includes(word))?.id)
  return named.every((id) => id !== undefined) ? [...new Set(named)] : undefined
}
