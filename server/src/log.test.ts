import { expect, test } from 'vitest'
import { describeError } from './log.ts'

test('an error of the database is told by code, constraint and table, and without its values', () => {
  const error = Object.assign(new Error('duplicate key: planted@example.com'), {
    name: 'error',
    code: '23505',
    detail: 'Key (lower(email))=(planted@example.com) already exists.',
    where: 'planted',
    constraint: 'app_user_email',
    table: 'app_user',
  })
  const told = describeError(error)
  expect(told).toMatchObject({ code: '23505', constraint: 'app_user_email', table: 'app_user' })
  expect(JSON.stringify(told)).not.toContain('planted')
})

test('a message that looks like frames is not taken for them', () => {
  const told = describeError(new SyntaxError('unexpected\n    at planted'))
  expect(told).toMatchObject({ name: 'SyntaxError', frames: expect.arrayContaining([expect.any(String)]) })
  expect(JSON.stringify(told)).not.toContain('planted')
})

test('what is thrown and is no error, and what caused an error, are told of in the same way', () => {
  const error = new Error('the route failed', { cause: Object.assign(new Error('planted'), { code: 'X' }) })
  expect(describeError(error)).toMatchObject({ message: 'the route failed', cause: { code: 'X' } })
  expect(JSON.stringify([describeError(error), describeError('planted')])).not.toContain('planted')
})
