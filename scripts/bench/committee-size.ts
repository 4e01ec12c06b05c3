/** How large the reference committee is; everything not named here follows from the number of people. */
export interface CommitteeSize {
  people: number
  officers: number
  areas: number
  points: number
  complaints: number
  /** Of two years; a few are still to come. */
  events: number
  /** Messages a person sent within the 90 days; each got two answers, all three stand in the history. */
  messagesEach: number
  /** Notices of the last 30 days. */
  notices: number
  /** Of contacts in each person's ledger. */
  months: number
}

export const historyDays = 90
/** Sessions, ids of web chat messages and outbox rows are kept this long. */
export const keptDays = 30

/** Without a history nobody has said or answered anything yet. */
export function sizeOf(people: number, hasHistory = true): CommitteeSize {
  return {
    people,
    officers: 80,
    areas: 3,
    points: 33,
    complaints: Math.ceil(people / 30),
    events: 200,
    messagesEach: hasHistory ? 4 : 0,
    notices: Math.ceil(people / 5),
    months: hasHistory ? 24 : 0,
  }
}
