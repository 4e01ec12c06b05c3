import { describe, test } from 'vitest'
import { doesMainJob } from '../support/main-job-on-page'
import { prepareRealChat } from '../support/real-chat'

prepareRealChat('main-job')

const devices = [
  { name: 'a small phone', viewport: { width: 320, height: 640 } },
  { name: 'a phone', viewport: { width: 390, height: 844 } },
  { name: 'a computer', viewport: { width: 1280, height: 800 } },
]

describe.each(devices)('on $name', ({ viewport }) => {
  test('a worker files a complaint over unpaid wages and an officer answers', () => doesMainJob({ viewport }))
})
