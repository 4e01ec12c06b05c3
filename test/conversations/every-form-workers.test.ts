import { playsEveryWay } from '../support/form-scripts-variations'
import { workerScripts } from '../support/form-scripts-workers'

for (const script of workerScripts) for (const channel of ['web', 'window'] as const) playsEveryWay(script, channel)
