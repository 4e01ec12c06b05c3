import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { configOrExit, runCommand, tell } from '../src/run-command'
import { exportMasterKey, loadMasterKey } from '../src/store/keys'

const config = configOrExit()
const [what] = process.argv.slice(2)
if (what !== 'export' && what !== 'saved') {
  process.stderr.write(
    'npm run key -- export（打印总密钥 / prints the master key）\nnpm run key -- saved（已经另存，不用再提醒 / it lies elsewhere too: no more reminders）\n',
  )
  process.exit(64)
}
const given = config.dataKey !== undefined || config.dataKeyFile !== undefined
if (!given && !existsSync(join(config.dataDir, 'keys', 'master.key'))) {
  process.stderr.write(`${config.dataDir} 里还没有密钥，先运行一次 npm start / no key there yet: run npm start once\n`)
  process.exit(1)
}
if (what === 'saved') {
  tell(await runCommand('key-saved', {}), () => '好的，记下了，不再提醒 / noted: no more reminders')
} else {
  const { key } = await loadMasterKey({ ...config, folder: config.dataDir })
  process.stderr.write(
    '请抄下或存到另一处（不要和数据放在一起），再运行 npm run key -- saved。没有它，数据谁也打不开。\nKeep this apart from the data, then run npm run key -- saved. Without it nobody can open the data.\n',
  )
  process.stdout.write(`${exportMasterKey(key)}\n`)
}
