import { afterEach, expect, test } from 'vitest'
import { ask } from '../../support/bot-api/ask-bot-api'
import { type BotApi, type FaultKind, type Plan, startBotApi, type Update } from '../../support/bot-api/bot-api'
import { HookServer } from '../../support/bot-api/hook-server'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close()
})

const rates: Plan['rates'] = {
  flood: 0.05,
  'broken-before': 0.05,
  'broken-after': 0.05,
  'server-error': 0.05,
  'html-error': 0.05,
  slow: 0.05,
  'duplicate-update': 0.1,
  'late-update': 0.1,
  'webhook-twice': 0.1,
}
const people = [1, 2, 3, 4, 5]

async function rough(seed: number): Promise<BotApi> {
  const api = await startBotApi({ second: 2, httpWebhook: true, plan: { seed, rates } })
  open.push(api)
  return api
}

/** Until it is taken. */
async function insists<T>(work: () => Promise<{ ok: boolean; result: T }>): Promise<T> {
  for (;;) {
    const answer = await work().catch(() => null)
    if (answer?.ok) return answer.result
  }
}

/** Everybody says twenty things; gives the ids in the order in which each was said. */
function all(api: BotApi): Map<number, number[]> {
  const said = people.map((id) => [id, [] as number[]] as const)
  for (let n = 0; n < 20; n++) for (const [id, list] of said) list.push(api.person(id).says(`${n}`).update_id)
  return new Map(said)
}

function sorted(ids: Iterable<number>): number[] {
  return [...ids].sort((a, b) => a - b)
}

function dealtOnce(api: BotApi, kinds: FaultKind[]): void {
  for (const kind of kinds) expect(api.faults[kind], kind).toBeGreaterThan(0)
}

test('polled through every fault, each update comes, and some twice', async () => {
  const api = await rough(11)
  const said = [...all(api).values()].flat()
  const seen: number[] = []
  let offset = 0
  while (api.pending() > 0) {
    const updates = await insists(() => ask<Update[]>(api, 'getUpdates', { offset, limit: 10, timeout: 1 }))
    for (const { update_id } of updates) {
      seen.push(update_id)
      await ask(api, 'sendMessage', { chat_id: people[0], text: `${update_id}` }).catch(() => null)
    }
    offset = Math.max(offset, ...updates.map(({ update_id }) => update_id + 1))
  }
  await api.settled()
  expect(sorted(new Set(seen))).toEqual(sorted(said))
  expect(seen.length).toBeGreaterThan(said.length)
  dealtOnce(api, ['flood', 'broken-before', 'broken-after', 'server-error', 'html-error', 'slow', 'late-update'])
  const delivered = api.sends.filter((send) => send.delivered).length
  expect(api.person(people[0]!).shown()).toHaveLength(delivered)
  expect(api.sends.some(({ delivered, call }) => delivered && call.answer === 'cut')).toBe(true)
})

test('pushed through every fault, each update comes, some twice, and only the late ones out of order', async () => {
  const api = await rough(12)
  const hook = await HookServer.open()
  open.push(hook)
  hook.answer = (response) => void response.writeHead(hook.received.length % 7 === 0 ? 500 : 200).end()
  await insists(() => ask(api, 'setWebhook', { url: hook.url }))
  const said = all(api)
  await api.settled()
  const seen = hook.received.map(({ update }) => update.update_id)
  expect(sorted(new Set(seen))).toEqual(sorted([...said.values()].flat()))
  expect(seen.length).toBeGreaterThan(said.size * 20)
  dealtOnce(api, ['duplicate-update', 'late-update', 'webhook-twice'])
  const late = [...said.values()].filter((ids) => {
    const firsts = [...new Set(seen)].filter((id) => ids.includes(id))
    return firsts.join() !== ids.join()
  })
  expect(late.length).toBeGreaterThan(0)
})
