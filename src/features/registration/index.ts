import type { Feature } from '../feature'
import { correctMe, correctMeAction } from './correct-me'
import { register, registerCommand } from './register'
import { addPoint, registerAt } from './register-at'
import { seeYouth } from './see-youth'

export const registration: Feature = {
  name: 'registration',
  flows: [register, correctMe],
  commands: [registerCommand],
  actions: [registerAt, addPoint, correctMeAction, seeYouth],
}
