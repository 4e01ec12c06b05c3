import type { Feature } from '../feature'

export const officers: Feature = { name: 'officers', flows: [], commands: [], actions: [] }
