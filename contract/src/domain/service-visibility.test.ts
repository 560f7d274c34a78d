import { expect, test } from 'vitest'
import { maySeeService } from './service-visibility.ts'

const domain = { permission: 'domains.view' } as const

test('a service is seen by who views services and holds its own permission', () => {
  expect(maySeeService({ permissions: ['services.view', 'domains.view'] }, domain)).toBe(true)
  expect(maySeeService({ permissions: ['services.view'] }, { permission: 'services.view' })).toBe(true)
})

test('either of the two alone is not enough', () => {
  expect(maySeeService({ permissions: ['services.view'] }, domain)).toBe(false)
  expect(maySeeService({ permissions: ['domains.view'] }, domain)).toBe(false)
  expect(maySeeService({ permissions: [] }, domain)).toBe(false)
})

test('who manages services sees every one of them', () => {
  expect(maySeeService({ permissions: ['services.manage'] }, domain)).toBe(true)
})
