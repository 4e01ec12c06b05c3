/** The paths of the web chat, for the server that mounts them and the page that calls them. */
export const chatRoutes = {
  session: '/api/chat/session',
  messages: '/api/chat/messages',
  stream: '/api/chat/stream',
  forget: '/api/chat/forget',
} as const
