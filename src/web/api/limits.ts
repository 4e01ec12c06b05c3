// Apart from the schemas, so that the page does not load zod for a number.

export const maxTextLength = 4000
export const maxFileBytes = 20 * 1024 * 1024
export const messagesPerPage = 30
/** `before` this, there are only the newest messages: how the page asks for the last screenful. */
export const beforeNewest = 2_147_483_647
/** An SSE comment goes out this often, so that proxies keep the line open. */
export const heartbeatSeconds = 25
