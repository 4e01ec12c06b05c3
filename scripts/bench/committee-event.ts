import { addDays, instantAt, wallDate } from '../../src/domain/calendar'
import type { Gathering, GatheringKind } from '../../src/domain/gathering'
import { after, day, hour } from '../../src/domain/instant'
import type { SignUp } from '../../src/domain/signup'
import type { Random } from './random'

const zone = 'Asia/Shanghai'
const ideas: readonly [GatheringKind, string][] = [
  ['tea', '周末茶话会'],
  ['sports', '趣味运动会'],
  ['karaoke', '工友卡拉OK'],
  ['friends', '青春有约'],
  ['lecture', '怎么签劳动合同'],
  ['training', '电工技能课'],
  ['visit', '看看这座城市'],
]
/** Of the events so many are still to come, one every second day. */
const ahead = 5

export interface EventMade {
  gathering: Gathering
  signUps: SignUp[]
}

/** The n-th event: the first few are to come, the others lie in the two years before, one every three to four days. */
export function makeEvent(
  n: number,
  guests: readonly string[],
  units: readonly string[],
  random: Random,
  now: string,
): EventMade {
  const isAhead = n < ahead
  const date = addDays(wallDate(now, zone), isAhead ? 2 + 2 * n : -1 - Math.floor((n - ahead) * 3.6))
  const startsAt = instantAt(date, n % 2 === 0 ? '19:00' : '14:00', zone)
  const createdAt = isAhead ? after(now, -day) : after(startsAt, -14 * day)
  const [kind, title] = ideas[n % ideas.length] as (typeof ideas)[number]
  const id = Date.parse(createdAt).toString(16).padStart(12, '0') + random.hex(12)
  const places = 20 + 10 * (n % 3)
  const gathering: Gathering = {
    id,
    unit: isAhead ? (units[0] as string) : random.pick(units),
    kind,
    title,
    startsAt,
    endsAt: after(startsAt, 2 * hour),
    place: `样例街道活动室${(n % 4) + 1}楼`,
    places,
    signUpFrom: null,
    signUpUntil: null,
    audience: { trades: [], ages: null, leagueOnly: false },
    text: null,
    picture: null,
    state: 'published',
    stateAt: createdAt,
    revision: 0,
    code: String(1000 + random.below(9000)),
    reason: null,
    inviting: null,
    telling: null,
    createdAt,
    forgottenAt: null,
  }
  // The first is full and has a line; people sign up within the days before.
  const count = n === 0 ? places + 3 : Math.floor(places * (0.5 + random.next() / 2))
  const own = new Set<string>()
  while (own.size < Math.min(count, guests.length)) own.add(random.pick(guests))
  const signUps = [...own].map((person, index): SignUp => {
    const at = after(createdAt, Math.floor(((index + 1) / (count + 1)) * (isAhead ? day : 10 * day)))
    return {
      id: Date.parse(at).toString(16).padStart(12, '0') + random.hex(12),
      gathering: id,
      person,
      state: index < places ? 'in' : 'waiting',
      stateAt: at,
      seq: index + 1,
      at,
      offer: null,
      remindedAt: isAhead ? null : after(startsAt, -day),
      confirmedAt: null,
      cameAt: !isAhead && random.isBelow(0.7) ? startsAt : null,
    }
  })
  return { gathering, signUps }
}
