import { expect, test } from 'vitest'
import { pagePreferences } from './web-preferences.ts'

test('the pages of an installed program have no developer tools', () => {
  expect(pagePreferences(true).devTools).toBe(false)
  expect(pagePreferences(false).devTools).toBe(true)
})
