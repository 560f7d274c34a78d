import { expect, test } from 'vitest'
import { errorFacts } from './error-facts.ts'

test('of an error its name and code are written down, and nothing of its message', () => {
  const error = Object.assign(new TypeError('cassie@example.com was not found'), { code: 'ERR_X' })
  expect(errorFacts(error)).toEqual({ name: 'TypeError', code: 'ERR_X' })
  expect(errorFacts(new RangeError('Cassie'))).toEqual({ name: 'RangeError' })
  expect(errorFacts('cassie@example.com')).toEqual({ name: 'string' })
})
