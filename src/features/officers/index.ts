import type { Feature } from '../feature'
import { acceptInvitation, acceptInvitationForm, takesInvitationCode } from './accept-invitation'
import { adminCommand } from './admin-command'
import { becomeAdmin } from './become-admin'
import { changeRoles } from './change-roles'
import { howItRuns } from './how-it-runs'
import { inviteOfficer } from './invite-officer'
import { keySaved } from './key-saved'
import { leaving } from './let-go'
import { dropInvitation, listInvitations, listOfficers, openOfficer } from './list-officers'
import { newUnit } from './new-unit'
import { officerForm } from './officer-form'
import { myDuties, setOnCall } from './on-call'
import { renameUnit } from './rename-unit'
import { unitActions } from './units'
import { teamOnWorkbench } from './workbench'

/** The team itself: how one becomes an officer, what one does, the units, the hours on call. */
export const officers: Feature = {
  name: 'officers',
  flows: [becomeAdmin, inviteOfficer, acceptInvitationForm, changeRoles, setOnCall, newUnit, renameUnit],
  commands: [adminCommand],
  actions: [
    officerForm,
    acceptInvitation,
    listOfficers,
    openOfficer,
    listInvitations,
    dropInvitation,
    ...leaving,
    myDuties,
    ...unitActions,
    keySaved,
    howItRuns,
  ],
  workbench: teamOnWorkbench,
  takesLooseText: takesInvitationCode,
}
