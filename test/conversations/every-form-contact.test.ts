import { contactScripts } from '../support/form-scripts-contact'
import { playsEveryWay } from '../support/form-scripts-variations'

for (const script of contactScripts) for (const channel of ['web', 'window'] as const) playsEveryWay(script, channel)
