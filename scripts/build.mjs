import { build } from './house/build.mjs'
import { withSignals } from './house/child.mjs'
import { root, setUp, withSetUpLock } from './house/set-up.mjs'

await setUp({ building: false })
if (!(await withSignals(() => withSetUpLock(() => build(root))))) process.exitCode = 1
