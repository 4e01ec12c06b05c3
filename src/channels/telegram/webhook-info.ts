import { z } from 'zod'
import { type Instant, minute } from '../../domain/instant'

const infoSchema = z.object({
  url: z.string().catch(''),
  pending_update_count: z.int().catch(0),
  last_error_date: z.int().optional().catch(undefined),
  last_error_message: z.string().catch(''),
})

/** An error that old is not why updates wait now. */
const recent = 5 * minute
/** That nothing can be kept we say ourselves. */
const ownNo = /^wrong response from the webhook: 503\b/

/** What `getWebhookInfo` tells of our webhook: it no longer stands, or the platform cannot bring its updates there, and why. */
export function webhookTrouble(
  answer: unknown,
  ours: string,
  now: Instant,
): { state: 'webhook' | 'taken-over' | 'refused'; reason?: string } {
  const { data } = infoSchema.safeParse(answer)
  if (!data) return { state: 'webhook' }
  if (data.url !== ours) return { state: 'taken-over' }
  const reason = data.last_error_message.toLowerCase()
  const at = (data.last_error_date ?? 0) * 1000
  const isStuck = data.pending_update_count > 0 && Date.parse(now) - at < recent
  return isStuck && !ownNo.test(reason) ? { state: 'refused', reason } : { state: 'webhook' }
}
