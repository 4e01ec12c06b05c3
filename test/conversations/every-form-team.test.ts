import { teamScripts } from '../support/form-scripts-team'
import { playsEveryWay } from '../support/form-scripts-variations'

for (const script of teamScripts) for (const channel of ['web', 'window'] as const) playsEveryWay(script, channel)
