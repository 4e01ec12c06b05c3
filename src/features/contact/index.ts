import type { Feature } from '../feature'
import { answerContact, contactAction, contactCommand } from './answer'
import { answersCry, helpAction, registerForHelp, takesLooseText } from './loose'
import { enterContact, enterContactAction } from './officer/enter-contact'
import { listContacts } from './officer/list-contacts'
import { noteTry } from './officer/note-try'
import { seeContact } from './officer/see-contact'
import { showFigures } from './officer/show-figures'
import { contactOnWorkbench } from './officer/workbench'
import { writeToYouth, writeToYouthAction } from './officer/write-to-youth'
import { pauseActions, pauseCommand, resumeCommand } from './pause'
import { reachMe, reachMeAction } from './reach-me'
import { replyAction, replyToOfficer } from './reply'

/** The monthly contact: the youth's answer in a minute, their officer's calls and visits, the figure of the month. */
export const contact: Feature = {
  name: 'contact',
  flows: [answerContact, reachMe, replyToOfficer, enterContact, writeToYouth],
  commands: [contactCommand, pauseCommand, resumeCommand],
  actions: [
    contactAction,
    helpAction,
    registerForHelp,
    reachMeAction,
    replyAction,
    writeToYouthAction,
    ...pauseActions,
    listContacts,
    seeContact,
    enterContactAction,
    noteTry,
    showFigures,
  ],
  workbench: contactOnWorkbench,
  takesLooseText,
  answersCry,
}
