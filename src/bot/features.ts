import type { Action, Command, Feature, Flow } from '../features/feature'

/** The features' forms, commands and actions by name; a name given twice is a mistake of ours. */
export interface Catalog {
  features: readonly Feature[]
  flows: ReadonlyMap<string, Flow>
  commands: readonly Command[]
  actions: ReadonlyMap<string, Action>
}

export function catalogOf(features: readonly Feature[], own: readonly Command[]): Catalog {
  const commands = [...own, ...features.flatMap((feature) => feature.commands)]
  byName(commands, (command) => command.name)
  return {
    features,
    flows: byName(
      features.flatMap((feature) => feature.flows),
      (flow) => flow.form.id,
    ),
    commands,
    actions: byName(
      features.flatMap((feature) => feature.actions),
      (action) => action.id,
    ),
  }
}

function byName<T>(items: readonly T[], name: (item: T) => string): Map<string, T> {
  const map = new Map(items.map((item) => [name(item), item]))
  if (map.size !== items.length) throw new Error(`a name stands twice: ${items.map(name).join(' ')}`)
  return map
}
