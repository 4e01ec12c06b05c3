import { runCommand, tell } from '../src/run-command'

tell(
  await runCommand('admin-code', {}),
  (code) => `24 小时内在聊天里发一次 / send once within 24 hours in the chat: /admin ${code}`,
)
