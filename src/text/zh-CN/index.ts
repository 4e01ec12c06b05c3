import { bot } from './bot'
import { complaintOfficers } from './complaint-officers'
import { complaints } from './complaints'
import { contact } from './contact'
import { dialog } from './dialog'
import { officers } from './officers'
import { registration } from './registration'
import { settings } from './settings'
import { telegram } from './telegram'
import { urgent } from './urgent'
import { webChat } from './web-chat'

export const zh = {
  ...bot,
  ...dialog,
  ...registration,
  ...complaints,
  ...complaintOfficers,
  ...contact,
  ...officers,
  ...settings,
  ...telegram,
  ...urgent,
  ...webChat,
} as const
