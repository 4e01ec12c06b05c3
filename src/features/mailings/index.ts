import type { Feature } from '../feature'
import { cancelActions } from './cancel-mailing'
import { listMailings, mailingsCommand, mailingsOnWorkbench } from './list-mailings'
import { pauseMailing, resumeMailing } from './pause-mailing'
import { seeMailing } from './see-mailing'

/** What is sent to many, in the hands of those who answer for it: how far it is, pausing, cancelling. */
export const mailings: Feature = {
  name: 'mailings',
  flows: [],
  commands: [mailingsCommand],
  actions: [listMailings, seeMailing, pauseMailing, resumeMailing, ...cancelActions],
  workbench: mailingsOnWorkbench,
}
