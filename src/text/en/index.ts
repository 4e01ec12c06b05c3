import type { zh } from '../zh-CN'
import { alerts } from './alerts'
import { bot } from './bot'
import { complaintOfficers } from './complaint-officers'
import { complaints } from './complaints'
import { contact } from './contact'
import { dialog } from './dialog'
import { eventOfficers } from './event-officers'
import { events } from './events'
import { mailings } from './mailings'
import { officers } from './officers'
import { registration } from './registration'
import { settings } from './settings'
import { telegram } from './telegram'
import { urgent } from './urgent'
import { webChat } from './web-chat'

export const en: Record<keyof typeof zh, string> = {
  ...bot,
  ...dialog,
  ...registration,
  ...complaints,
  ...complaintOfficers,
  ...events,
  ...eventOfficers,
  ...contact,
  ...mailings,
  ...officers,
  ...settings,
  ...telegram,
  ...urgent,
  ...webChat,
  ...alerts,
}
