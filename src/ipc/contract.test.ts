import { expect, test } from 'vitest'
import { commands } from './contract.ts'
import { preferencesSchema } from './views.ts'

test('a change of one preference leaves the others alone', () => {
  expect(commands['preferences.set'].input.parse({ theme: 'dark' })).toEqual({ theme: 'dark' })
  expect(Object.keys(preferencesSchema.parse({}))).toEqual(Object.keys(preferencesSchema.shape))
})
