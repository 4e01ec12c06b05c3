import { createContext, useContext } from 'react'
import type { Language } from '../../domain/language'
import { chatPage as en } from '../../text/en/chat-page'
import { chatPage as zh } from '../../text/zh-CN/chat-page'

export type PageTextKey = keyof typeof zh
export type PageText = (key: PageTextKey, values?: Record<string, string | number>) => string

export function pageTextIn(language: Language): PageText {
  const sentences: Record<PageTextKey, string> = language === 'en' ? en : zh
  return (key, values = {}) =>
    sentences[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}

export const LanguageContext = createContext<Language>('zh-CN')

export function useLanguage(): Language {
  return useContext(LanguageContext)
}

export function usePageText(): PageText {
  return pageTextIn(useLanguage())
}
