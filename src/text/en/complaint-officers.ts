import type { complaintOfficers as zh } from '../zh-CN/complaint-officers'

export const complaintOfficers: Record<keyof typeof zh, string> = {
  'casework.open': 'Open',
  'casework.urgent': 'Urgent: case {number} needs you now.',
  'casework.nobody-handles':
    'A case is waiting, but nobody handles cases. Please invite a caseworker (send "workbench").',
  'casework.nobody-handles-urgent':
    'Urgent: a case cannot wait, but nobody handles cases. Please invite a caseworker now (send "workbench").',
}
