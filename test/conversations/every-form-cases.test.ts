import { caseScripts } from '../support/form-scripts-cases'
import { playEveryWay } from '../support/form-scripts-variations'

playEveryWay(caseScripts)
