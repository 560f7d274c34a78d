import { expect, test } from 'vitest'
import { maySeeActivity, maySeeService } from './service-visibility.ts'

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

test('activity that asks for nothing is seen by everybody who may see activity', () => {
  expect(maySeeActivity({ permissions: [] }, [])).toBe(true)
})

test('activity is seen by who holds everything it asks for, or manages services', () => {
  const needed = ['services.view', 'domains.view', 'invoices.view_pay'] as const
  expect(maySeeActivity({ permissions: [...needed] }, needed)).toBe(true)
  expect(maySeeActivity({ permissions: ['services.view', 'domains.view'] }, needed)).toBe(false)
  expect(maySeeActivity({ permissions: [] }, needed)).toBe(false)
  expect(maySeeActivity({ permissions: ['services.manage'] }, needed)).toBe(true)
})
