import { oneselfScripts } from '../support/form-scripts-oneself'
import { playsEveryWay } from '../support/form-scripts-variations'

for (const script of oneselfScripts) for (const channel of ['web', 'window'] as const) playsEveryWay(script, channel)
