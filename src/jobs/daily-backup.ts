import { wallDate } from '../domain/calendar'
import type { Job } from './job'

export const dailyBackup: Job = {
  name: 'daily-backup',
  does: "A copy of the day's data, where the store keeps its backups.",
  schedule: '40 2 * * *',
  async run({ backUp, zone }, now) {
    return (await backUp?.(wallDate(now, zone))) ?? {}
  },
}
