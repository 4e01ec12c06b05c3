import { expect, it } from 'vitest'
import { holdsPrivateNumber } from '../../src/domain/private-number'

it.each([
  '110105199003078888',
  '身份证 11010519900307888X',
  '110105 19900307 888x',
  '１１０１０５１９９００３０７８８８８',
  '卡号6222021234567890123',
  '6222 0212 3456 7890 123',
  '6222-0212-3456-7890',
])('%s is never kept', (text) => expect(holdsPrivateNumber(text)).toBe(true))

it.each([
  '13812345678',
  '0755-82345678',
  '138 1234 5678 和 139 1234 5678',
  '一万八',
  'WQ-20261120-0001',
  '20261120',
  '龙华区民治街道1234号',
])('%s may be told', (text) => expect(holdsPrivateNumber(text)).toBe(false))
