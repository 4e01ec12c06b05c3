/** Something that keeps the bot from starting: the variable to mend and, in Chinese and English, why. Never a secret's value. */
export interface Problem {
  name: string
  problem: string
}
