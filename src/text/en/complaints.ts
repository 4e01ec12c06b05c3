import type { complaints as zh } from '../zh-CN/complaints'

export const complaints: Record<keyof typeof zh, string> = {}
