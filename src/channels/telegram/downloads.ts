import type { ArrivingFiles } from '../../bot/arriving-files'
import type { ArrivingFile } from '../../domain/arriving-file'
import { after, type Instant, minute } from '../../domain/instant'
import { arrivingFiles, persons } from '../../store/collections'
import { type Store, StoreUnavailable } from '../../store/store'
import { typeOf } from '../upload-type'
import { telegramAbilities, telegramChannel } from './abilities'
import type { Api } from './api'
import { ApiError } from './api-error'

const atOnce = 3
const firstPause = 2000
const longestPause = 10 * minute
/** The platform keeps what was sent; a file that does not come within two days of trying never will. */
const mostTries = 300
/** The platform's "wrong or temporarily unavailable" is mostly the first; about half an hour tells. */
const mostTriesUnavailable = 10

/** Fetches the files of kept messages: the job stands in the store, so that a restart goes on with it. */
export class Downloads {
  readonly #stop = new AbortController()
  #running: Promise<void> | undefined
  #again = false
  #wake: () => void = () => undefined
  /** Nothing could be noted of these: they stay due, and are not fetched again at once. */
  readonly #unnoted = new Set<string>()
  #unsubscribe: () => void = () => undefined
  #timer: NodeJS.Timeout | undefined

  constructor(
    private readonly deps: {
      api: Pick<Api, 'call' | 'download'>
      store: Store
      arriving: ArrivingFiles
      now(): Instant
      onFault(fault: unknown): void
    },
  ) {}

  start(everyMs = 1000): void {
    this.#unsubscribe = this.deps.store.changes((changes) => {
      if (changes.some((change) => change.of === arrivingFiles.name)) void this.run()
    })
    this.#timer = setInterval(() => void this.run(), everyMs).unref()
    void this.run()
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    this.#unsubscribe()
    clearInterval(this.#timer)
    await this.#running
  }

  /** Fetches what is due; settles when nothing due is left. */
  run(): Promise<void> {
    if (this.#isStopped) return Promise.resolve()
    this.#again = true
    this.#unnoted.clear()
    this.#wake()
    this.#running ??= this.#drain()
      .catch(this.deps.onFault)
      .finally(() => {
        this.#running = undefined
      })
    return this.#running
  }

  get #isStopped(): boolean {
    return this.#stop.signal.aborted
  }

  /** So many side by side: a large file on a slow line keeps nobody else's waiting. */
  async #drain(): Promise<void> {
    const underWay = new Map<string, Promise<void>>()
    while (!this.#isStopped) {
      this.#again = false
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve
      })
      const most = atOnce + underWay.size + this.#unnoted.size
      for (const file of await this.deps.arriving.due(telegramChannel, this.deps.now(), most)) {
        if (underWay.size >= atOnce) break
        if (underWay.has(file.id) || this.#unnoted.has(file.id)) continue
        underWay.set(
          file.id,
          this.#fetch(file).then((isNoted) => {
            underWay.delete(file.id)
            if (!isNoted) this.#unnoted.add(file.id)
          }),
        )
      }
      if (underWay.size > 0) await Promise.race([woken, ...underWay.values()])
      else if (!this.#again) break
    }
    await Promise.all(underWay.values())
  }

  /** Whether what became of it could be noted. */
  async #fetch(arriving: ArrivingFile): Promise<boolean> {
    try {
      await this.#keep(arriving)
      return true
    } catch (fault) {
      // It stays due, and the next start goes on with it.
      if (this.#isStopped) return false
      return this.#failed(arriving, fault).then(
        () => true,
        (another) => {
          this.deps.onFault(another)
          return false
        },
      )
    }
  }

  async #keep(arriving: ArrivingFile): Promise<void> {
    const { id } = arriving
    const bytes = await this.#bytesOf(arriving)
    const type = await typeOf(bytes)
    if (!type) return this.deps.arriving.lost(id, 'file-type', this.deps.now())
    const file = await this.deps.store.files.put({ id, name: arriving.file.name, type, bytes })
    await this.deps.arriving.arrived(id, file)
    // Whoever had everything erased while it was on its way leaves nothing behind.
    const isErased = !(await this.deps.store.read((tx) => tx.get(persons, arriving.person)))
    if (isErased) await this.deps.store.files.delete(id)
  }

  async #bytesOf({ remote }: ArrivingFile): Promise<Buffer> {
    const { signal } = this.#stop
    const found = await this.deps.api.call('getFile', { file_id: remote }, { signal })
    const { file_path: path } = found as { file_path?: string }
    if (!path) throw new ApiError(404, 'no file', undefined, false)
    return this.deps.api.download(path, telegramAbilities.files.maxBytes, signal)
  }

  async #failed({ id, tries }: ArrivingFile, fault: unknown): Promise<void> {
    if (!(fault instanceof ApiError)) {
      if (!(fault instanceof StoreUnavailable)) this.deps.onFault(fault)
    } else if (/file is too big/.test(fault.description)) {
      return this.deps.arriving.lost(id, 'too-large', this.deps.now())
    } else if (tries + 1 >= (fault.code === 400 ? triesOf(fault) : mostTries)) {
      return this.deps.arriving.lost(id, 'gone', this.deps.now())
    }
    const asked = fault instanceof ApiError ? fault.retryAfterMs : undefined
    const pause = asked ?? Math.min(longestPause, firstPause * 2 ** Math.min(tries, 12))
    await this.deps.arriving.putOff(id, after(this.deps.now(), pause))
  }
}

/** The platform answers 400 to an id it never gave and to a file it cannot give just now. */
function triesOf({ description }: ApiError): number {
  return /temporarily unavailable/.test(description) ? mostTriesUnavailable : 1
}
