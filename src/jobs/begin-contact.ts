import { planOf } from '../features/contact-books'
import { contactPlans, settings, youths } from '../store/collections'
import type { Job } from './job'

const begun = 'contact-plans'
const slice = 50

export const beginContact: Job = {
  name: 'begin-contact',
  does: {
    'zh-CN': '只做一次：以前就登记了的人排进每月联络，并计数。中断了下次接着做。',
    en: 'Once: who was registered before there were monthly contacts gets a plan, and is counted. What was done stays done when it is broken off.',
  },
  schedule: '50 4 * * *',
  async run({ store, zone }, now) {
    if (await store.read((tx) => tx.get(settings, begun))) return { begun: 0 }
    let made = 0
    let some: string[] = []
    const begin = async () => {
      made += await store.write(
        some.map((id) => `person:${id}` as const),
        async (tx) => {
          let count = 0
          for (const id of some) {
            const youth = await tx.get(youths, id)
            if (!youth || (await tx.get(contactPlans, id))) continue
            await planOf({ tx, now, zone }, youth)
            count += 1
          }
          return count
        },
      )
      some = []
    }
    for await (const { id } of store.walk(youths)) {
      if (some.push(id) === slice) await begin()
    }
    await begin()
    await store.write([], (tx) => tx.put(settings, { id: begun, value: { at: now } }))
    return { begun: made }
  },
}
