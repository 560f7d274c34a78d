import { expect, test } from 'vitest'
import type { ApplicationItem } from '../../../ipc/views.ts'
import { type ApplicationFilter, listed, noFilter } from './application-filter.ts'

const application = (name: string, more: Partial<ApplicationItem> = {}) =>
  ({ name, key: name.toLowerCase(), status: 'active', level: 'manual', users: 0, ...more }) as ApplicationItem

const all = [
  application('Wiki', { users: 3 }),
  application('Payroll', { level: 'account', users: 12 }),
  application('Archive', { status: 'inactive', users: null }),
  application('Directory', { level: 'environment', users: 12 }),
]
const names = (filter: Partial<ApplicationFilter>, by = 'name', descending = false) =>
  listed(all, { ...noFilter, ...filter }, { by, descending }).map(({ name }) => name)

test('status, assignment and text narrow the list together', () => {
  expect(names({})).toEqual(['Archive', 'Directory', 'Payroll', 'Wiki'])
  expect(names({ status: 'inactive' })).toEqual(['Archive'])
  expect(names({ level: 'manual' })).toEqual(['Archive', 'Wiki'])
  expect(names({ level: 'manual', status: 'active', text: 'wi' })).toEqual(['Wiki'])
  expect(names({ text: 'account auto' })).toEqual(['Payroll'])
})

test('assignments sort from what reaches furthest, and users that can not be seen come last', () => {
  expect(names({}, 'assignment')).toEqual(['Directory', 'Payroll', 'Wiki', 'Archive'])
  expect(names({}, 'users', true)).toEqual(['Payroll', 'Directory', 'Wiki', 'Archive'])
})
