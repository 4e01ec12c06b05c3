import type { Instant } from '../../domain/instant'
import { isRootAdmin } from '../../domain/permissions'
import { alerts, settings } from '../../store/collections'
import type { ReadTx, WriteTx } from '../../store/store'
import { text } from '../../text/text'
import type { Action } from '../feature'
import { sayNotAllowed } from './colleagues'

const id = 'key-saved'

export async function isKeySaved(tx: ReadTx): Promise<boolean> {
  return (await tx.get(settings, id)) !== undefined
}

/** Somebody says that the master key lies somewhere else too; nobody need be told that its alert is over. Under `rule:alerts`. */
export async function noteKeySaved(tx: WriteTx, by: string, now: Instant): Promise<void> {
  await tx.put(settings, { id, value: { by, at: now } })
  await tx.delete(alerts, 'key-not-saved')
}

/** Another master key is to take over, which lies nowhere else yet; gives what was said of the one before. Under `rule:alerts`. */
export async function forgetKeySaved(tx: WriteTx): Promise<{ id: string; value: unknown } | undefined> {
  const said = await tx.get(settings, id)
  if (said) await tx.delete(settings, id)
  return said
}

/** The admin says that the master key lies somewhere else too. */
export const keySaved: Action = {
  id: 'key-saved',
  async run(scene) {
    if (!isRootAdmin(await scene.officer())) return sayNotAllowed(scene)
    scene.lock('rule:alerts')
    await noteKeySaved(scene.tx, scene.person.id, scene.now)
    await scene.record('key-saved', null)
    scene.say({ text: text(scene.language, 'officers.key-saved.done') })
  },
}
