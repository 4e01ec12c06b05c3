import { wallDate } from '../domain/calendar'
import type { Youth } from '../domain/youth'
import { officers, units } from '../store/collections'
import { type PlainKey, text } from '../text/text'
import type { Scene } from './feature'

/** What is kept of a registration, in the order in which it was asked. */
export async function youthLines(
  scene: Scene,
  youth: Youth,
): Promise<{ field: keyof Youth; label: string; value: string | null }[]> {
  const { language, tx } = scene
  const year = Number(wallDate(scene.now, scene.zone).slice(0, 4))
  const points = await Promise.all(youth.points.map((id) => tx.get(units, id)))
  const liaison = youth.liaison ? await tx.get(officers, youth.liaison) : undefined
  const member = youth.leagueMember ? 'registration.league-yes' : 'registration.league-no'
  const lines: [keyof Youth, PlainKey, string | null][] = [
    ['name', 'registration.name-label', youth.name],
    ['birthYear', 'registration.age-label', youth.birthYear === null ? null : String(year - youth.birthYear)],
    ['phone', 'registration.phone-label', youth.phone],
    ['homePlace', 'registration.home-place-label', youth.homePlace],
    ['livesAt', 'registration.lives-at-label', youth.livesAt],
    ['worksAt', 'registration.works-at-label', youth.worksAt],
    ['trade', 'registration.trade-label', youth.trade && text(language, `registration.trade-${youth.trade}`)],
    ['employer', 'registration.employer-label', youth.employer],
    ['leagueMember', 'registration.league-member-label', youth.leagueMember === null ? null : text(language, member)],
    ['points', 'registration.points-label', points.flatMap((unit) => (unit ? [unit.name] : [])).join('、') || null],
    ['liaison', 'registration.liaison-label', liaison?.leftAt === null ? liaison.name : null],
  ]
  return lines.map(([field, label, value]) => ({ field, label: text(language, label), value }))
}

/** The same in words: without numbers, which are typed for the choices that stand under it. */
export async function readableYouth(scene: Scene, youth: Youth): Promise<string[]> {
  const lines = await youthLines(scene, youth)
  return lines
    .filter(({ field, value }) => value !== null || field !== 'liaison')
    .map(
      ({ label, value }) =>
        `· ${text(scene.language, 'dialog.line', { label, value: value ?? text(scene.language, 'dialog.not-told') })}`,
    )
}
