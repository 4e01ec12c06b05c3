import { z } from 'zod'
import type { Answers } from '../../dialog/form'
import { mobileSchema } from '../../domain/phone'
import { tradeSchema, type Youth } from '../../domain/youth'

const maybe = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? null)

/** What the form's answers say about a youth; a question that was not asked says nothing. */
const profileSchema = z.object({
  name: z.string(),
  age: maybe(z.number()),
  phone: maybe(mobileSchema),
  homePlace: maybe(z.string()),
  livesAt: maybe(z.string()),
  worksAt: maybe(z.string()),
  trade: maybe(tradeSchema),
  employer: maybe(z.string()),
  leagueMember: maybe(z.boolean()),
  points: z
    .array(z.string())
    .nullish()
    .transform((points) => points ?? []),
})
type Profile = z.infer<typeof profileSchema>

export type ProfileOfYouth = Omit<Profile, 'age'> & Pick<Youth, 'birthYear'>

/** `year` is the wall clock's; the year of birth follows from it. */
export function answersToProfile(answers: Answers, year: number): ProfileOfYouth {
  const { age, ...profile } = profileSchema.parse(answers)
  return { ...profile, birthYear: age === null ? null : year - age }
}

export function youthToAnswers(youth: Youth, year: number): Answers {
  const { name, phone, homePlace, livesAt, worksAt, trade, employer, leagueMember, points } = youth
  const age = youth.birthYear === null ? null : year - youth.birthYear
  return { name, age, phone, homePlace, livesAt, worksAt, trade, employer, leagueMember, points }
}
