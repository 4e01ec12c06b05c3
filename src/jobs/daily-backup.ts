import { wallDate } from '../domain/calendar'
import type { Job } from './job'

/** A copy of the day's data, where the store keeps its backups. */
export const dailyBackup: Job = {
  name: 'daily-backup',
  schedule: '40 2 * * *',
  async run({ backUp, zone }, now) {
    return (await backUp?.(wallDate(now, zone))) ?? {}
  },
}
