/** When the journal passes a size, and whenever asked, a snapshot is made; never two at once. */
export class SnapshotSchedule {
  #running: Promise<void> | undefined
  #next: number

  /** `step`: by how many bytes the journal grows between snapshots. */
  constructor(
    private readonly make: () => Promise<void>,
    private readonly step: number,
    private readonly failed: (error: unknown) => void,
  ) {
    this.#next = step
  }

  /** Who asks while one runs gets another that begins after it; `then` runs before the next can begin. */
  async run(then = async () => {}): Promise<void> {
    while (this.#running) await this.#running.catch(() => {})
    this.#running = this.make()
      .then(then)
      .finally(() => {
        this.#running = undefined
      })
    await this.#running
  }

  /** Begins one in the background. When it fails the journal grows on, and the next try comes after as much again. */
  consider(journalLength: number): void {
    if (journalLength <= this.#next || this.#running !== undefined) return
    this.#next = journalLength + this.step
    this.run().then(() => {
      this.#next = this.step
    }, this.failed)
  }

  async settled(): Promise<void> {
    await this.#running?.catch(() => {})
  }
}
