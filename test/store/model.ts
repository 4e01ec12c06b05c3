import type { Query } from '../../src/store/store'
import type { Friend, Note } from './samples'

/** The naive store that every engine must agree with. */
export interface Model {
  friends: ReadonlyMap<string, Friend>
  notes: ReadonlyMap<string, readonly Note[]>
  counters: ReadonlyMap<string, number>
}

export const emptyModel: Model = { friends: new Map(), notes: new Map(), counters: new Map() }

const keysByIndex: Record<string, (doc: Friend) => readonly string[]> = {
  subject: (doc) => [doc.person],
  phone: (doc) => (doc.phone === null ? [] : [doc.phone]),
  group: (doc) => doc.groups,
  text: (doc) => [doc.text],
}

function orderOf(index: string, doc: Friend): string | number {
  return index === 'group' ? doc.rank : 0
}

function compare(a: { order: string | number; id: string }, b: { order: string | number; id: string }): number {
  const rank = (value: string | number) => (typeof value === 'number' ? 0 : 1)
  if (a.order !== b.order) return rank(a.order) - rank(b.order) || (a.order < b.order ? -1 : 1)
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

export function findInModel(model: Model, query: Query): Friend[] {
  const entries = [...model.friends.values()]
    .filter((doc) => keysByIndex[query.index]?.(doc).includes(query.equals))
    .map((doc) => ({ order: orderOf(query.index, doc), id: doc.id, doc }))
    .filter((entry) => query.from === undefined || compare(entry, { order: query.from, id: '' }) >= 0)
    .filter((entry) => query.to === undefined || compare(entry, { order: query.to, id: '\uffff' }) <= 0)
    .sort(compare)
  if (query.order === 'descending') entries.reverse()
  const { after } = query
  const rest = entries.filter((entry) => {
    if (after === undefined) return true
    return query.order === 'descending' ? compare(entry, after) < 0 : compare(entry, after) > 0
  })
  return rest.slice(0, query.limit ?? rest.length).map(({ doc }) => doc)
}

export function entriesInModel(model: Model, key: string, query: { after?: number; before?: number; limit: number }) {
  const all = (model.notes.get(key) ?? []).map((entry, i) => ({ ...entry, seq: i + 1 }))
  const range = all.filter(({ seq }) => seq > (query.after ?? 0) && seq < (query.before ?? Number.POSITIVE_INFINITY))
  if (query.limit <= 0) return []
  return query.after !== undefined ? range.slice(0, query.limit) : range.slice(-query.limit)
}

export type Step =
  | { do: 'put'; doc: Friend }
  | { do: 'delete'; id: string }
  | { do: 'append'; key: string; entry: Note }
  | { do: 'add'; counter: string; by: number }

/** The model after the step, or null when the step breaks a unique index. */
export function applyStep(model: Model, step: Step): Model | null {
  if (step.do === 'put') {
    const others = [...model.friends.values()].filter((doc) => doc.id !== step.doc.id)
    if (step.doc.phone !== null && others.some((doc) => doc.phone === step.doc.phone)) return null
    return { ...model, friends: new Map(model.friends).set(step.doc.id, step.doc) }
  }
  if (step.do === 'delete') {
    const friends = new Map(model.friends)
    friends.delete(step.id)
    return { ...model, friends }
  }
  if (step.do === 'append') {
    const notes = new Map(model.notes)
    notes.set(step.key, [...(notes.get(step.key) ?? []), step.entry])
    return { ...model, notes }
  }
  const counters = new Map(model.counters)
  counters.set(step.counter, (counters.get(step.counter) ?? 0) + step.by)
  return { ...model, counters }
}
