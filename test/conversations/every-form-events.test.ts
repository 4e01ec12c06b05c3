import { eventScripts } from '../support/form-scripts-events'
import { playEveryWay } from '../support/form-scripts-variations'

playEveryWay(eventScripts)
