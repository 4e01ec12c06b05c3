import type { System } from '../../src/compose'
import { accounts, joinings, officers } from '../../src/store/collections'
import type { ReadTx } from '../../src/store/store'

/** In the demo an administrator agrees at once when somebody comes back as an officer: by the button they have in the chat. */
export function agreeToJoinings({ store, bot }: System): void {
  store.changes((changes) => {
    for (const { of, id } of changes) if (of === joinings.name) void agree(id)
  })

  async function agree(id: string): Promise<void> {
    const admin = await store.read((tx) => adminFor(tx, id))
    if (!admin) return
    const { channel, externalId, abilities } = admin
    const at = new Date().toISOString()
    const content = { kind: 'choice' as const, value: `!join-confirm.${id}` }
    await bot.converse({ channel, externalId, abilities, update: bot.tools.newId(), language: null, at, content })
  }
}

/** An account of an administrator other than who comes back; undefined where nothing waits. */
async function adminFor(tx: ReadTx, id: string) {
  const joining = await tx.get(joinings, id)
  if (!joining?.waitsForAdmin) return undefined
  const admins = await tx.find(officers, { index: 'role', equals: 'admin' })
  const other = admins.find((admin) => admin.id !== joining.into && admin.id !== joining.from)
  return other && (await tx.find(accounts, { index: 'subject', equals: other.id, limit: 1 }))[0]
}
