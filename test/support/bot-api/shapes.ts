/** What travels on Telegram's wire, as far as our bot uses it. */
export interface User {
  id: number
  is_bot: boolean
  first_name: string
  username?: string
  language_code?: string
}

export interface Chat {
  id: number
  type: 'private' | 'group'
  first_name?: string
  title?: string
}

export interface Entity {
  type: string
  offset: number
  length: number
}

export interface Button {
  text: string
  callback_data?: string | undefined
  url?: string | undefined
}

export interface KeyboardButton {
  text: string
  request_contact?: boolean | undefined
  request_location?: boolean | undefined
}

export interface InlineKeyboard {
  inline_keyboard: Button[][]
}

export interface FileRef {
  file_id: string
  file_unique_id: string
  file_size: number
}

export interface PhotoSize extends FileRef {
  width: number
  height: number
}

export interface Media extends FileRef {
  file_name?: string
  mime_type?: string
  duration?: number
  width?: number
  height?: number
  emoji?: string
  type?: string
  is_animated?: boolean
  is_video?: boolean
}

export interface Contact {
  phone_number: string
  first_name: string
  user_id?: number
}

export interface MessageContent {
  text?: string
  entities?: Entity[]
  caption?: string
  media_group_id?: string
  photo?: PhotoSize[]
  document?: Media
  voice?: Media
  video?: Media
  sticker?: Media
  location?: { latitude: number; longitude: number }
  contact?: Contact
}

export interface Message extends MessageContent {
  message_id: number
  from: User
  chat: Chat
  date: number
  edit_date?: number
  reply_markup?: InlineKeyboard
}

export interface CallbackQuery {
  id: string
  from: User
  message: Message
  chat_instance: string
  data: string
}

export interface ChatMemberUpdated {
  chat: Chat
  from: User
  date: number
  old_chat_member: { user: User; status: string }
  new_chat_member: { user: User; status: string; until_date?: number }
}

export interface UpdateContent {
  message?: Message
  edited_message?: Message
  callback_query?: CallbackQuery
  my_chat_member?: ChatMemberUpdated
}

export interface Update extends UpdateContent {
  update_id: number
}
