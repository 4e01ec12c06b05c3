import type { Feature } from '../feature'
import { offerActions } from './answer-offer'
import { guessesTitle, takesTitle } from './by-title'
import { checkIn, checkInCommand, takesCheckIn } from './check-in'
import { coming } from './coming'
import { eventFile } from './event-file'
import { leaveActions } from './leave'
import { eventsCommand, listActions } from './list-events'
import { signUpsCommand } from './my-sign-ups'
import { cancelEvent, cancelEventAction } from './officer/cancel-event'
import { changeEvent, changeEventAction } from './officer/change-event'
import { eventDesk, eventDeskCommand, eventsOnWorkbench } from './officer/desk'
import { peopleActions } from './officer/event-people'
import { makeEvent, makeEventAction, makeEventCommand } from './officer/make-event'
import { manageEvent } from './officer/manage-event'
import { publishActions } from './officer/publish-event'
import { goActions, registerForEvent } from './sign-up'
import { waitingOffer } from './waiting-offer'

/** Events: from an officer's idea to who came. */
export const events: Feature = {
  name: 'events',
  flows: [makeEvent, changeEvent, cancelEvent, checkIn],
  commands: [eventsCommand, signUpsCommand, checkInCommand, makeEventCommand, eventDeskCommand],
  actions: [
    ...listActions,
    ...goActions,
    registerForEvent,
    ...offerActions,
    ...leaveActions,
    coming,
    eventFile,
    makeEventAction,
    manageEvent,
    ...publishActions,
    changeEventAction,
    cancelEventAction,
    ...peopleActions,
    eventDesk,
  ],
  workbench: eventsOnWorkbench,
  takesCode: async (scene, said) => (await takesCheckIn(scene, said)) || takesTitle(scene, said),
  guessesText: guessesTitle,
  waiting: waitingOffer,
}
