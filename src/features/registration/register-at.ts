import { text } from '../../text/text'
import { putYouth } from '../contact-books'
import { type Action, actionChoice, type Scene } from '../feature'
import { soleLiaison } from '../liaisons'
import { openPoint, stillOpen } from './points'

/** The button under a point's code: registers with the point filled in, or offers it to who is registered. */
export const registerAt: Action = {
  id: 'register-at',
  async run(scene, id) {
    const point = await openPoint(scene.tx, id)
    if (!point) return sayGone(scene)
    const youth = await scene.youth()
    if (!youth) return scene.open('register', { answers: { points: [point.id] } })
    if (youth.points.includes(point.id)) return sayPoint(scene, 'registration.point-known', point.name)
    scene.say({
      text: text(scene.language, 'registration.add-point-ask', { point: point.name }),
      choices: [
        actionChoice(text(scene.language, 'registration.add-point', { point: point.name }), addPoint.id, point.id),
      ],
    })
  },
}

export const addPoint: Action = {
  id: 'add-point',
  async run(scene, id) {
    const { tx } = scene
    const point = await openPoint(tx, id)
    if (!point) return sayGone(scene)
    const youth = await scene.youth()
    if (!youth) return scene.open('register', { answers: { points: [point.id] } })
    if (youth.points.includes(point.id)) return sayPoint(scene, 'registration.point-known', point.name)
    const points = [...youth.points, point.id]
    const liaison = youth.liaison ?? (await soleLiaison(tx, await stillOpen(tx, points), youth.id))?.id ?? null
    await putYouth(scene, { ...youth, points, liaison, updatedAt: scene.now })
    sayPoint(scene, 'registration.point-added', point.name)
  },
}

function sayGone(scene: Scene): void {
  scene.say({ text: text(scene.language, 'registration.point-gone') })
}

function sayPoint(scene: Scene, key: 'registration.point-known' | 'registration.point-added', point: string): void {
  scene.say({ text: text(scene.language, key, { point }) })
}
