/** Something on the disk is not what the store wrote. Nothing of it is repaired or overwritten without a person. */
export class DamagedStore extends Error {
  constructor(
    readonly file: string,
    /** Counted from 1; 0 when it is about the whole file. */
    readonly line: number,
    readonly reason: string,
  ) {
    super(`${file}${line > 0 ? `:${line}` : ''}: ${reason}`)
  }
}

/** Written by a newer version of the bot; an older one must not touch it. */
export class NewerFormat extends DamagedStore {}

/** A document whose row is whole but cannot be understood; `locate` says where it stands. */
export class DamagedDocument extends DamagedStore {
  constructor(
    readonly collection: string,
    readonly id: string,
    readonly trouble: string,
  ) {
    super(collection, 0, `document ${id}: ${trouble}`)
  }
}
