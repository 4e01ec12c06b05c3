import { createRoot } from 'react-dom/client'
import { ChatPage } from './ChatPage'
import { createChatClient } from './chat-client'
import { loadSettings, showSettings } from './settings'
import './styles/page.css'

showSettings(loadSettings())
const client = createChatClient({ now: () => new Date().toISOString() })

window.addEventListener('online', client.wake)
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) client.wake()
})

createRoot(document.getElementById('page')!).render(<ChatPage client={client} />)
client.start()
