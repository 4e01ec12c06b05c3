import type { Feature } from '../../feature'
import { acceptCase } from './accept-case'
import { askInfo } from './ask-info'
import { caseFile, caseFiles } from './case-files'
import { caseForm } from './case-form'
import { caseHistory } from './case-history'
import { caseNote } from './case-note'
import { casePaid } from './case-paid'
import { passOnCase, takeCase } from './change-owner'
import { closeCase } from './close-case'
import { closeUnreached } from './close-unreached'
import { confirmProposal, refuseProposal } from './confirm-proposal'
import { declineCase } from './decline-case'
import { handleCase } from './handle-case'
import { caseStates, listCases } from './list-cases'
import { mergeCase } from './merge-case'
import { openCase } from './open-case'
import { reopenLate } from './reopen-late'
import { casesOnWorkbench } from './workbench'
import { writeToWorker } from './write-to-worker'

/** The caseworker's side of complaints. */
export const officerSide: Pick<Feature, 'flows' | 'commands' | 'actions' | 'workbench'> = {
  flows: [
    askInfo,
    declineCase,
    handleCase,
    casePaid,
    closeCase,
    closeUnreached,
    writeToWorker,
    caseNote,
    passOnCase,
    mergeCase,
  ],
  commands: [],
  actions: [
    listCases,
    caseStates,
    openCase,
    caseFiles,
    caseFile,
    caseHistory,
    acceptCase,
    takeCase,
    reopenLate,
    caseForm,
    confirmProposal,
    refuseProposal,
  ],
  workbench: casesOnWorkbench,
}
