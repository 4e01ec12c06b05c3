import { storeContract } from '../contract'
import { openTemporary } from './open-temporary'

storeContract('the JSON engine', () => openTemporary())

storeContract('the JSON engine that compacts all the time', async () => {
  const opened = await openTemporary({ snapshotAfter: 1 })
  return {
    ...opened,
    async reopen() {
      await opened.store.compact().catch(() => {})
      return opened.reopen()
    },
  }
})
