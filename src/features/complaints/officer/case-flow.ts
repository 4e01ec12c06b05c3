import type { Answers, Facts, Form } from '../../../dialog/form'
import type { MoveId, Mover } from '../../../domain/complaint-moves'
import { text } from '../../../text/text'
import type { Flow, Scene } from '../../feature'
import { canMoveNow, findCase, type OfficerCase } from './officer-case'

interface CaseFlow {
  form: Form
  /** The move it ends in, when it ends in one. */
  move?: { id: MoveId; by: Mover }
  facts?(scene: Scene, mine: OfficerCase): Promise<Facts>
  /** Why it cannot be done although the move is there. */
  hindrance?(scene: Scene, mine: OfficerCase): Promise<string | undefined>
  submit(scene: Scene, mine: OfficerCase, answers: Answers): Promise<void>
}

/** A form about a case: who may not handle it learns nothing, and a move made meanwhile is told kindly. */
export function caseFlow({ form, move, facts, hindrance, submit }: CaseFlow): Flow {
  const find = (scene: Scene, about: string | null) => findCase(scene, about ?? '', 'handle')
  return {
    form,
    async refusal(scene, about) {
      scene.lock(`case:${about}`)
      const mine = await find(scene, about)
      if (!mine) return text(scene.language, 'casework.not-here')
      if (move && !canMoveNow(scene, mine.complaint, move.id, move.by)) return ''
      return hindrance?.(scene, mine)
    },
    async facts(scene, about) {
      const mine = await find(scene, about)
      return mine && facts ? facts(scene, mine) : {}
    },
    async submit(scene, answers, { about }) {
      const mine = await find(scene, about)
      if (!mine) return
      await scene.record(form.id, about)
      await submit(scene, mine, answers)
    },
  }
}
