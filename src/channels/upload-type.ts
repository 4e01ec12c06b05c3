import { fileTypeFromBuffer } from 'file-type'

/** What is taken as evidence, by its content and not by its name. */
const taken = [
  /^image\/(jpeg|png|webp|gif|heic|heif|avif|bmp)$/,
  /^video\/(mp4|quicktime|webm|3gpp|x-m4v)$/,
  /^audio\/(mpeg|mp4|x-m4a|aac|amr|ogg|wav|opus|webm|flac)/,
  /^application\/(pdf|ogg)$/,
  /^application\/vnd\.openxmlformats-officedocument\./,
  // Word and Excel of before 2007, as they are called and as their bytes show.
  /^application\/(msword|vnd\.ms-excel|vnd\.ms-powerpoint|x-cfb)$/,
]

function isTakenType(type: string): boolean {
  return taken.some((pattern) => pattern.test(type))
}

/** The type that the bytes show, if it is one that is taken. */
export async function typeOf(bytes: Uint8Array): Promise<string | undefined> {
  const found = await fileTypeFromBuffer(bytes)
  return found && isTakenType(found.mime) ? found.mime : undefined
}

/** A name that is safe to show and to save under: no folders, no control characters, not too long. */
export function plainFileName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? ''
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  const plain = last.replace(/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '').trim()
  return [...plain].slice(-80).join('') || 'file'
}
