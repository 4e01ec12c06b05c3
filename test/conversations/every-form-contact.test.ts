import { contactScripts } from '../support/form-scripts-contact'
import { playEveryWay } from '../support/form-scripts-variations'

playEveryWay(contactScripts)
