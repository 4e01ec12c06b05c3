import { after, day, type Instant } from '../domain/instant'
import { hasConsented, type Person } from '../domain/person'
import { persons } from '../store/collections'
import type { WriteTx } from '../store/store'
import { forgetPerson } from './forget-person'
import type { Job } from './job'

const batch = 100

export const forgetUnconsented: Job = {
  name: 'forget-unconsented',
  does: {
    'zh-CN': '什么都没有同意的人，最后一条消息过一天就忘掉。',
    en: 'Who agreed to nothing is forgotten a day after their last message, as the consent question promises.',
  },
  schedule: '7 * * * *',
  async run({ store }, now) {
    const to = after(now, -day)
    let forgotten = 0
    let last: Person | undefined
    for (;;) {
      const position = last && { after: { order: last.lastContactAt, id: last.id } }
      const found = await store.read((tx) =>
        tx.find(persons, { index: 'unconsented', equals: 'unconsented', to, limit: batch, ...position }),
      )
      for (const { id } of found) {
        if (await store.write([`person:${id}`], (tx) => forget(tx, now, id))) forgotten += 1
      }
      last = found.at(-1)
      if (!last) return { forgotten }
    }
  },
}

async function forget(tx: WriteTx, now: Instant, id: string): Promise<boolean> {
  const person = await tx.get(persons, id)
  if (!person || hasConsented(person) || person.lastContactAt > after(now, -day)) return false
  return forgetPerson(tx, person)
}
