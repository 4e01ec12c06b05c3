import { text } from '../text/text'
import type { Flow } from './feature'

/** What keeps those from a form who have not registered. */
export const onlyRegistered: NonNullable<Flow['refusal']> = async ({ youth, language }) =>
  (await youth()) ? undefined : text(language, 'registration.register-first')
