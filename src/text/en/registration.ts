import type { registration as zh } from '../zh-CN/registration'

export const registration: Record<keyof typeof zh, string> = {}
