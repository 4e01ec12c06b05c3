import { caseScripts } from '../support/form-scripts-cases'
import { playsEveryWay } from '../support/form-scripts-variations'

for (const script of caseScripts) for (const channel of ['web', 'window'] as const) playsEveryWay(script, channel)
