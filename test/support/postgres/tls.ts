import { chmod, chown, copyFile, stat } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * A certificate for 127.0.0.1, good for a hundred years, its key, and the authority that signed it and whose key was thrown away. All of it is for
 * tests only.
 */
const folder = join(import.meta.dirname, 'tls')

export const authority = join(folder, 'ca.crt')

/** With which a server speaks TLS; it reads its key only from a file of its own. */
export async function tlsSettings(server: string): Promise<string[]> {
  const { uid, gid } = await stat(join(server, 'data'))
  for (const name of ['server.crt', 'server.key']) {
    await copyFile(join(folder, name), join(server, name))
    await chown(join(server, name), uid, gid)
    await chmod(join(server, name), 0o600)
  }
  return ['ssl=on', `ssl_cert_file=${join(server, 'server.crt')}`, `ssl_key_file=${join(server, 'server.key')}`]
}
