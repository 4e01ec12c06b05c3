import { eventScripts } from '../support/form-scripts-events'
import { playsEveryWay } from '../support/form-scripts-variations'

for (const script of eventScripts) for (const channel of ['web', 'window'] as const) playsEveryWay(script, channel)
