import { after, day } from '../domain/instant'
import { fileSchema } from '../domain/message'
import { arrivingFiles, complaints, gatherings, outbox, parked, sessions } from '../store/collections'
import type { Job } from './job'

export const forgetFiles: Job = {
  name: 'forget-files',
  does: {
    'zh-CN': '来了一天还没有用到的文件（比如发错的照片）删掉。',
    en: 'Files that nothing names a day after they came go, such as a photo sent by mistake.',
  },
  schedule: '10 4 * * *',
  async run({ store }, now) {
    const old = await store.files.list(after(now, -day))
    if (old.length === 0) return { deleted: 0 }
    const named = new Set<string>()
    // In the order in which a file goes from one to the next: one that moves meanwhile is met where it comes to.
    for (const collection of [parked, arrivingFiles, sessions, outbox, complaints, gatherings]) {
      for await (const doc of store.walk<{ id: string }>(collection)) noteFiles(doc, named)
    }
    const unnamed = old.filter((id) => !named.has(id))
    for (const id of unnamed) await store.files.delete(id)
    return { deleted: unnamed.length }
  },
}

function noteFiles(value: unknown, named: Set<string>): void {
  if (typeof value !== 'object' || value === null) return
  const file = fileSchema.safeParse(value)
  if (file.success) named.add(file.data.id)
  else for (const part of Object.values(value)) noteFiles(part, named)
}
