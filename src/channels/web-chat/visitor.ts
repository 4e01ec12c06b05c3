import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { type Language, languageSchema } from '../../domain/language'

/** Who looks at the page: a random id in a signed cookie; nothing is stored for it before the first message. */
export interface Visitor {
  id: string
  /** Chosen on the page, or what the browser prefers. */
  language: Language
}

const cookie = 'lianxin'
const year = 365 * 24 * 3600

/** Signs visitors' cookies and the addresses of files, each for one visitor only. */
export class Visitors {
  constructor(private readonly secret: Buffer) {}

  /** The visitor of the cookie, or a new one; the language is that of what may have to be refused later. */
  open(context: Context, language: Language, secure: boolean): Visitor {
    const visitor = { id: this.read(context)?.id ?? randomBytes(16).toString('base64url'), language }
    const value = `${visitor.id}.${visitor.language}`
    setCookie(context, cookie, `${value}.${this.#sign(`visitor:${value}`)}`, {
      httpOnly: true,
      sameSite: 'Lax',
      secure,
      path: '/',
      maxAge: year,
    })
    return visitor
  }

  read(context: Context): Visitor | undefined {
    const [id, language, signature] = getCookie(context, cookie)?.split('.') ?? []
    const parsed = languageSchema.safeParse(language)
    if (!id || !signature || !parsed.success) return undefined
    return this.#isSigned(`visitor:${id}.${language}`, signature) ? { id, language: parsed.data } : undefined
  }

  /** An address under which this visitor, and no other, may fetch the file. */
  fileUrl(visitor: string, file: string): string {
    return `/api/chat/files/${file}?for=${this.#sign(`file:${visitor}:${file}`)}`
  }

  mayFetch(visitor: string, file: string, signature: string): boolean {
    return this.#isSigned(`file:${visitor}:${file}`, signature)
  }

  forget(context: Context, secure: boolean): void {
    setCookie(context, cookie, '', { httpOnly: true, sameSite: 'Lax', secure, path: '/', maxAge: 0 })
  }

  #sign(text: string): string {
    return createHmac('sha256', this.secret).update(text).digest('base64url').slice(0, 32)
  }

  #isSigned(text: string, signature: string): boolean {
    const right = Buffer.from(this.#sign(text))
    const given = Buffer.from(signature)
    return right.length === given.length && timingSafeEqual(right, given)
  }
}

/** The language the browser asks for. */
export function preferred(context: Context): Language {
  const header = context.req.header('accept-language')?.toLowerCase() ?? ''
  const english = header.indexOf('en')
  const chinese = header.indexOf('zh')
  return english >= 0 && (chinese < 0 || english < chinese) ? 'en' : 'zh-CN'
}
