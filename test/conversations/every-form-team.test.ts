import { teamScripts } from '../support/form-scripts-team'
import { playEveryWay } from '../support/form-scripts-variations'

playEveryWay(teamScripts)
