import type { BotApi, Update } from './bot-api'

export interface Answer<T> {
  status: number
  ok: boolean
  result: T
  error_code?: number
  description?: string
  parameters?: { retry_after?: number; migrate_to_chat_id?: number }
}

type Params = Record<string, unknown>

/** A call as a client without any library makes it. */
export async function ask<T = unknown>(api: BotApi, method: string, params: Params = {}): Promise<Answer<T>> {
  const response = await fetch(`${api.root}/bot${api.token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
  })
  return { status: response.status, ...((await response.json()) as Omit<Answer<T>, 'status'>) }
}

/** The ids that a poll brings. */
export async function idsOf(api: BotApi, params: Params = {}): Promise<number[]> {
  const { result } = await ask<Update[]>(api, 'getUpdates', params)
  return result.map(({ update_id }) => update_id)
}
