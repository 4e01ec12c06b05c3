import { oneselfScripts } from '../support/form-scripts-oneself'
import { playEveryWay } from '../support/form-scripts-variations'

playEveryWay(oneselfScripts)
