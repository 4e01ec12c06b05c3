import { describe, test } from 'vitest'
import { slowLine } from '../../scripts/browser/chat-person'
import { doesMainJob } from '../support/main-job-on-page'
import { prepareRealChat } from '../support/real-chat'

prepareRealChat('main-job-slow-line')

const phone = { width: 390, height: 844 }

describe('on a phone on a slow line', () => {
  test('a worker files a complaint over unpaid wages and an officer answers', () =>
    doesMainJob({ viewport: phone, line: slowLine }))
})
