/** The time between two looks of a loop: whoever ends it while the loop is looking has ended the next one. */
export class Nap {
  #isOver = false
  #end: () => void = () => {}

  constructor(private readonly longest: number) {}

  async take(): Promise<void> {
    if (!this.#isOver) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, this.longest)
        this.#end = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    this.#isOver = false
  }

  end(): void {
    this.#isOver = true
    this.#end()
  }
}
