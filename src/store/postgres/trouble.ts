/** What was decided was decided on what no longer holds, or stood in another's way: it is worth deciding again. */
export class Again extends Error {
  constructor(
    message: string,
    /** What others may be writing too, where that is known. */
    readonly contended: readonly string[] = [],
  ) {
    super(message)
  }
}

/** The database cannot be reached, or takes nothing; whether what was sent last came to stand may be unknown. */
export class Outage extends Error {
  constructor(
    message: string,
    /** It can still be read. */
    readonly isReadable = false,
    /** The database said so itself: what was sent with it is taken back for certain. */
    readonly isAnswer = false,
  ) {
    super(message)
  }
}

/** Codes of PostgreSQL, by how they begin, that are no fault of what was asked. */
const outages: Record<string, string> = {
  '08P01': 'what stands before the database refuses something of DATABASE_URL',
  '08': 'the connection broke',
  '53': 'the database has run out of room or of connections',
  '57': 'the database is stopping, starting or cancels what it is asked',
  '58': 'the database has trouble with its disk',
  '28': 'the database refuses the user, the password or a line without TLS',
  '3D': 'there is no such database',
  '25006': 'the database is read-only',
  '25P03': 'a transaction was idle for too long',
  XX: 'the database has trouble of its own',
}

/** Read-only, and out of room on the disk. */
const readable = new Set(['25006', '53100'])

/** Another had the lock or the row, or the same key, or a row was no longer as it had been read (see `once`), or it took too long. */
const again = new Set(['40001', '40P01', '55P03', '23505', '22012', '57014'])
/** What the pool says when all connections are in use: the database may be well. */
const noneFree = 'timeout exceeded when trying to connect'

function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : undefined
}

function unreached(error: unknown, code = ''): string {
  if (/CERT|SIGNATURE/.test(code)) {
    return 'the certificate of the database is not accepted: sslrootcert names who signed it, and the host has to be the one it is for'
  }
  if (error instanceof Error && /does not support SSL/.test(error.message)) return 'the database does not speak TLS'
  return 'the database cannot be reached'
}

/** Turns what the client throws into one of ours; what is left is a fault of the program. Never with a host, a user or a value. */
export function troubleOf(error: unknown): unknown {
  if (error instanceof Again || error instanceof Outage || error instanceof TypeError) return error
  const code = codeOf(error)
  const isAnswer = error instanceof Error && 'severity' in error
  if (error instanceof Error && error.message === noneFree) return new Again('no connection is free')
  if (!isAnswer) return new Outage(`${unreached(error, code)}${code ? ` (${code})` : ''}`)
  if (code !== undefined && again.has(code)) return new Again(code)
  // A connection that ends says so, for whichever reason.
  const isEnd = 'severity' in error && error.severity !== 'ERROR'
  const known = Object.keys(outages).find((start) => code?.startsWith(start))
  if (known === undefined && isEnd) return new Outage(`the database ended the connection (${code})`)
  return known === undefined
    ? error
    : new Outage(`${outages[known]} (${code})`, code !== undefined && readable.has(code), !isEnd)
}

/** Whether it is the database or the line to it that fails, at a start, and not what is read there or what it is asked for. */
export function isOfDatabase(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return 'severity' in error || 'syscall' in error || /^(Connection terminated|Client )/.test(error.message)
}
