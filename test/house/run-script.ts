import { launch } from './launch'
import { repository } from './stand-in'

/** Runs a built script on the data of a folder, to its end. */
export async function runScript(
  dataDir: string,
  name: string,
  args: readonly string[] = [],
  env: Record<string, string> = {},
) {
  const run = launch([process.execPath, `dist/scripts/${name}.js`, ...args], repository, { DATA_DIR: dataDir, ...env })
  const { code } = await run.ended
  return { code, out: run.stdout(), err: run.stderr() }
}
