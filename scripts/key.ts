import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { configOrExit } from '../src/run-command'
import { exportMasterKey, loadMasterKey } from '../src/store/keys'

const config = configOrExit()
if (process.argv[2] !== 'export') {
  process.stderr.write('npm run key -- export\n')
  process.exit(64)
}
const given = config.dataKey !== undefined || config.dataKeyFile !== undefined
if (!given && !existsSync(join(config.dataDir, 'keys', 'master.key'))) {
  process.stderr.write(`${config.dataDir} 里还没有密钥，先运行一次 npm start / no key there yet: run npm start once\n`)
  process.exit(1)
}
const { key } = await loadMasterKey({ ...config, folder: config.dataDir })
process.stderr.write(
  '请抄下或存到另一处（不要和数据放在一起）。没有它，数据谁也打不开。\nKeep this apart from the data. Without it nobody can open the data.\n',
)
process.stdout.write(`${exportMasterKey(key)}\n`)
