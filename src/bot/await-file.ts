import type { Account } from '../domain/account'
import { arrivingFiles } from '../store/collections'
import type { WriteTx } from '../store/store'
import type { Incoming } from './incoming'

/** Notes a file whose bytes the channel fetches after the commit. */
export async function awaitFile(
  tx: WriteTx,
  { id: account, channel }: Account,
  person: string,
  { content, at }: Incoming,
): Promise<void> {
  if (content.kind !== 'file' || content.remote === undefined) return
  const { file, remote } = content
  await tx.put(arrivingFiles, {
    id: file.id,
    person,
    account,
    channel,
    remote,
    file,
    at,
    tries: 0,
    next: at,
    lost: null,
  })
}
