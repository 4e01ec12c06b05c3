import type { Feature } from '../feature'
import { addEvidenceFlow, evidenceActions } from './add-evidence'
import { addWordsFlow, wordsActions } from './add-words'
import { caseActions, casesCommand } from './cases'
import { complain, complainCommand } from './complain'
import { answersCry } from './cry-for-help'
import { details, detailsAction } from './details'
import { changesFileWords } from './evidence'
import { gotPaid, paidActions } from './got-paid'
import { hotlinesAction, hotlinesCommand } from './hotlines'
import { takesBeside, takesLooseFile, takesLooseText } from './loose'
import { mergeActions } from './merge'
import { officerSide } from './officer'
import { reopen } from './reopen'
import { solved } from './solved'
import { urgent, urgentAction, urgentCommand } from './urgent'
import { withdraw, withdrawActions } from './withdraw'

/** Rights complaints: from the first word of the worker to the end of the case. */
export const complaints: Feature = {
  name: 'complaints',
  flows: [complain, details, urgent, addEvidenceFlow, addWordsFlow, gotPaid, solved, withdraw, ...officerSide.flows],
  commands: [complainCommand, casesCommand, urgentCommand, hotlinesCommand, ...officerSide.commands],
  actions: [
    ...caseActions,
    ...evidenceActions,
    ...wordsActions,
    ...paidActions,
    ...withdrawActions,
    detailsAction,
    ...mergeActions,
    reopen,
    urgentAction,
    hotlinesAction,
    ...officerSide.actions,
  ],
  ...(officerSide.workbench && { workbench: officerSide.workbench }),
  takesLooseText,
  takesBeside,
  answersCry,
  takesLooseFile,
  changesFileWords,
}
