import type { Feature } from '../../feature'

export const officerSide: Pick<Feature, 'flows' | 'commands' | 'actions' | 'workbench'> = {
  flows: [],
  commands: [],
  actions: [],
}
