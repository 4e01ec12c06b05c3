import type { complaintOfficers as zh } from '../zh-CN/complaint-officers'

export const complaintOfficers: Record<keyof typeof zh, string> = {}
