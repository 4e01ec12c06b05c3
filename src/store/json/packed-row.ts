import type { Row } from './row'

/** Stands in no row: JSON writes it as an escape. */
const mark = '\0'
const sealedPart = '","s":"'

/**
 * A row as memory holds it: the envelope as one character a byte instead of base64, because rows are most of what the store weighs. One
 * flat string, because a slice would keep alive the line it was cut from.
 */
export function packRow(row: Row): string {
  const at = isSealed(row) ? row.lastIndexOf(sealedPart) : -1
  // A character beyond one byte would make the whole string take two for each.
  if (at < 0 || Buffer.byteLength(row) !== row.length) return Buffer.from(row).toString()
  const bytes = Buffer.concat([Buffer.from(row.slice(0, at) + mark), Buffer.from(row.slice(at + 7, -2), 'base64')])
  return bytes.toString('latin1')
}

export function unpackRow(packed: string): Row {
  const at = packed.indexOf(mark)
  if (at < 0) return packed
  return `${packed.slice(0, at)}${sealedPart}${Buffer.from(packed.slice(at + 1), 'latin1').toString('base64')}"}`
}

/** `{"k":…,"v":1,"y":…,"s":…}`, not `{"k":…,"v":1,"d":…}` or a row of the store's own tables. */
function isSealed(row: Row): boolean {
  const version = row.indexOf('],"v":')
  return row.startsWith('{"k":') && version > 0 && row.startsWith('"y":"', row.indexOf(',', version + 6) + 1)
}
