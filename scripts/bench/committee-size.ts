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
}

export const historyDays = 90
/** Sessions, ids of web chat messages and outbox rows are kept this long. */
export const keptDays = 30

export function sizeOf(people: number): CommitteeSize {
  return {
    people,
    officers: 80,
    areas: 3,
    points: 33,
    complaints: Math.ceil(people / 30),
    events: 200,
    messagesEach: 4,
    notices: Math.ceil(people / 5),
  }
}
