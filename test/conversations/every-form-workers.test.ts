import { playEveryWay } from '../support/form-scripts-variations'
import { workerScripts } from '../support/form-scripts-workers'

playEveryWay(workerScripts)
