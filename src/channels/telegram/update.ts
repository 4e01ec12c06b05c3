import { z } from 'zod'

const id = z.number().int()
const user = z.object({ id, language_code: z.string().optional(), is_bot: z.boolean().optional() })
const chat = z.object({ id, type: z.string() })

/** A file as the platform describes it; `file_id` is what it is fetched by. */
const remoteFile = z.object({
  file_id: z.string(),
  file_unique_id: z.string(),
  file_size: z.number().optional(),
  mime_type: z.string().optional(),
  file_name: z.string().optional(),
})
export type RemoteFile = z.infer<typeof remoteFile>

const messageSchema = z.object({
  message_id: id,
  chat,
  from: user.optional(),
  edit_date: z.number().optional(),
  text: z.string().optional(),
  caption: z.string().optional(),
  photo: z.array(remoteFile).optional(),
  document: remoteFile.optional(),
  voice: remoteFile.optional(),
  audio: remoteFile.optional(),
  video: remoteFile.optional(),
  video_note: remoteFile.optional(),
  animation: remoteFile.optional(),
  contact: z.object({ phone_number: z.string(), user_id: id.optional() }).optional(),
  sticker: z.unknown().optional(),
  location: z.unknown().optional(),
  venue: z.unknown().optional(),
  poll: z.unknown().optional(),
  dice: z.unknown().optional(),
  pinned_message: z.unknown().optional(),
  message_auto_delete_timer_changed: z.unknown().optional(),
  write_access_allowed: z.unknown().optional(),
})
export type Message = z.infer<typeof messageSchema>

/** An update, as much of it as is looked at; of a kind that is not known only its id is read. */
export const updateSchema = z.object({
  update_id: id,
  message: messageSchema.optional(),
  edited_message: messageSchema.optional(),
  callback_query: z
    .object({
      id: z.string(),
      from: user,
      data: z.string().optional(),
      message: z.object({ message_id: id, chat }).optional(),
    })
    .optional(),
  my_chat_member: z.object({ chat, new_chat_member: z.object({ status: z.string() }) }).optional(),
})
export type Update = z.infer<typeof updateSchema>

/** What the platform is asked to send; anything else would be thrown away. */
export const wantedUpdates = ['message', 'edited_message', 'callback_query', 'my_chat_member']
