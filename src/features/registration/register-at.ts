import { text } from '../../text/text'
import { putYouth } from '../contact-books'
import { type Action, actionChoice, type Scene } from '../feature'
import { newLiaison, tellLiaison } from './give-liaison'
import { openPoint, stillOpen } from './points'

/** The button under a point's code: registers with the point filled in, or offers it to who is registered. */
export const registerAt: Action = {
  id: 'register-at',
  async run(scene, id) {
    const point = await openPoint(scene.tx, id)
    if (!point) return sayGone(scene)
    const youth = await scene.youth()
    if (!youth) return scene.open('register', { answers: { points: [point.id] } })
    if (youth.points.includes(point.id)) return sayKnown(scene, point.name)
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
    if (youth.points.includes(point.id)) return sayKnown(scene, point.name)
    const points = [...youth.points, point.id]
    const open = await stillOpen(tx, points)
    const liaison = await newLiaison(scene, youth, open)
    await putYouth(scene, { ...youth, points, liaison: liaison?.id ?? youth.liaison, updatedAt: scene.now })
    if (liaison) await tellLiaison(scene, liaison, open)
    const lines = [text(scene.language, 'registration.point-added', { point: point.name })]
    if (liaison) lines.push(text(scene.language, 'registration.done-liaison', { liaison: liaison.name }))
    scene.say({ text: lines.join('\n') })
  },
}

function sayGone(scene: Scene): void {
  scene.say({ text: text(scene.language, 'registration.point-gone') })
}

function sayKnown(scene: Scene, point: string): void {
  scene.say({ text: text(scene.language, 'registration.point-known', { point }) })
}
