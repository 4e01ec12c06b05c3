import { wallDate } from '../domain/calendar'
import { minute } from '../domain/instant'
import type { Job } from './job'

export const dailyBackup: Job = {
  name: 'daily-backup',
  does: {
    'zh-CN': '备份当天的数据，存在数据文件夹的 backups 里。',
    en: "A copy of the day's data, where the store keeps its backups.",
  },
  schedule: '40 2 * * *',
  restsFirst: 3 * minute,
  async run({ backUp, zone }, now) {
    return (await backUp?.(wallDate(now, zone))) ?? {}
  },
}
