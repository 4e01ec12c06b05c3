import type { officers as zh } from '../zh-CN/officers'

export const officers: Record<keyof typeof zh, string> = {}
