import { expect, it } from 'vitest'
import { whenWords } from '../../scripts/job/when-words'
import { wrongUse } from '../../scripts/job/wrong-use'
import { jobs } from '../../src/jobs'

it('says of each job what it does and when it runs', () => {
  const lines = wrongUse([])?.split('\n') ?? []
  expect(lines).toHaveLength(jobs.length * 3 + 2)
  expect(lines.join('\n')).toMatch(/monthly-contact\n +5 号晚上起.+\n +every 10 minutes\. From the evening of the 5th/)
  for (const { schedule, does } of jobs) {
    expect(whenWords(schedule), schedule).not.toContain('*')
    expect(does.en).toMatch(/^[A-Z].+\.$/)
    expect(does['zh-CN']).toMatch(/^[\d\p{Script=Han}].+。$/u)
  }
})

it('says what is wrong', () => {
  expect(wrongUse(['monthly-contact', '--now', '明天'])).toContain('--now 明天: that is no time.')
  expect(wrongUse(['monthly-contact', '--now'])).toContain('--now wants a time.')
  expect(wrongUse(['monthly-contact', '--then'])).toContain('--then is not understood')
  expect(wrongUse(['weekly-contact'])).toContain('There is no job weekly-contact')
  expect(wrongUse(['monthly-contact', '--now', '2026-12-05T12:00:00Z'])).toBeUndefined()
  expect(wrongUse(['monthly-contact'])).toBeUndefined()
})

it('says when jobs run in words, and leaves other schedules as they are', () => {
  expect(whenWords('* * * * *')).toBe('each minute')
  expect(whenWords('7 * * * *')).toBe('each hour at :07')
  expect(whenWords('0 9 * * *')).toBe('daily at 09:00')
  expect(whenWords('0 9 * * 1')).toBe('0 9 * * 1')
})
