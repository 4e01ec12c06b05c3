import { wallDate } from '../domain/calendar'
import type { Youth } from '../domain/youth'
import { officers, units } from '../store/collections'
import { type PlainKey, text } from '../text/text'
import type { Scene } from './feature'

type Line = [label: PlainKey, value: string | null]

/** What is kept of a registration, one numbered line each, in the order in which it was asked. */
export async function youthLines(scene: Scene, youth: Youth): Promise<string[]> {
  const { language, tx } = scene
  const year = Number(wallDate(scene.now, scene.zone).slice(0, 4))
  const points = await Promise.all(youth.points.map((id) => tx.get(units, id)))
  const liaison = youth.liaison ? await tx.get(officers, youth.liaison) : undefined
  const member = youth.leagueMember ? 'registration.league-yes' : 'registration.league-no'
  const lines: Line[] = [
    ['registration.name-label', youth.name],
    ['registration.age-label', youth.birthYear === null ? null : String(year - youth.birthYear)],
    ['registration.phone-label', youth.phone],
    ['registration.home-place-label', youth.homePlace],
    ['registration.lives-at-label', youth.livesAt],
    ['registration.works-at-label', youth.worksAt],
    ['registration.trade-label', youth.trade && text(language, `registration.trade-${youth.trade}`)],
    ['registration.employer-label', youth.employer],
    ['registration.league-member-label', youth.leagueMember === null ? null : text(language, member)],
    ['registration.points-label', points.flatMap((unit) => (unit ? [unit.name] : [])).join('、') || null],
    ['registration.liaison-label', liaison?.leftAt === null ? liaison.name : null],
  ]
  return lines.map(
    ([label, value], index) => `${index + 1}. ${text(language, label)}：${value ?? text(language, 'dialog.not-told')}`,
  )
}
