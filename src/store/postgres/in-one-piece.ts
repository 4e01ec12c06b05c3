import { Socket } from 'node:net'

/** A socket that hands over what has gathered as one piece: the system takes its time over each of many small ones. */
export class InOnePiece extends Socket {
  override _writev = (chunks: { chunk: Buffer; encoding: BufferEncoding }[], done: (error?: Error | null) => void) => {
    const pieces = chunks.map(({ chunk, encoding }) =>
      typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk,
    )
    this._write(Buffer.concat(pieces), 'buffer' as BufferEncoding, done)
  }
}
