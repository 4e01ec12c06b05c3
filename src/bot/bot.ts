import { complaints } from '../features/complaints'
import { contact } from '../features/contact'
import { events } from '../features/events'
import type { Feature } from '../features/feature'
import { mailings } from '../features/mailings'
import { officers } from '../features/officers'
import { registration } from '../features/registration'
import { settings } from '../features/settings'
import type { Store } from '../store/store'
import { type ArrivingFiles, arrivingFilesOf } from './arriving-files'
import { ownCommands } from './commands'
import { converseWith } from './converse'
import type { ConverseDeps, Conversed } from './conversed'
import { type Catalog, catalogOf } from './features'
import type { Incoming } from './incoming'
import { replay } from './replay'
import type { Tools } from './scene'

/** Every feature there is. Settings come before complaints: a return code sent unasked is nothing to be left out. */
const features: readonly Feature[] = [settings, events, complaints, registration, contact, mailings, officers]

export interface Bot {
  tools: Tools
  catalog: Catalog
  converse(incoming: Incoming): Promise<Conversed>
  replay(id: string, now: string): ReturnType<typeof replay>
  /** What a channel asks about the files whose bytes it fetches after the commit, and tells of them. */
  arriving: ArrivingFiles
}

export function buildBot(options: {
  store: Store
  tools: Tools
  onParked: ConverseDeps['onParked']
  sender?: ConverseDeps['sender']
  /** Other features than the product's own, for tests of the bot itself. */
  features?: readonly Feature[]
}): Bot {
  const catalog: Catalog = catalogOf(
    options.features ?? features,
    ownCommands(() => catalog),
  )
  const { store, tools, onParked, sender } = options
  const deps: ConverseDeps = { store, catalog, tools, onParked, ...(sender && { sender }) }
  return {
    catalog,
    tools,
    converse: converseWith(deps),
    replay: (id, now) => replay(deps, id, now),
    arriving: arrivingFilesOf(store, tools),
  }
}
