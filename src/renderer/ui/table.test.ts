import { expect, test } from 'vitest'
import { sortRows } from './sort-rows.ts'
import { type Column, fitting, nextSort } from './table-columns.ts'
import { allState } from './table-selection.ts'

const column = (id: string, more: Partial<Column<string>> = {}): Column<string> => ({
  id,
  header: id,
  cell: () => null,
  ...more,
})

test('a narrow list leaves out the columns of the highest priority number first, and never those without', () => {
  const columns = [
    column('name'),
    column('status', { width: '100px', priority: 1 }),
    column('users', { width: '80px', priority: 2 }),
    column('date', { width: '120px', priority: 2 }),
  ]
  const shown = (room: number | null) => fitting(columns, room, 48).map(({ id }) => id)
  expect(shown(null)).toEqual(['name', 'status', 'users', 'date'])
  expect(shown(528)).toEqual(['name', 'status', 'users', 'date'])
  expect(shown(527)).toEqual(['name', 'status', 'users'])
  expect(shown(330)).toEqual(['name', 'status'])
  expect(shown(100)).toEqual(['name'])
})

test('words sort from A and numbers from the greatest, and a second click turns it round', () => {
  const by = { by: 'date', descending: false }
  expect(nextSort(column('name'), by)).toEqual({ by: 'name', descending: false })
  expect(nextSort(column('users', { align: 'end' }), by)).toEqual({ by: 'users', descending: true })
  expect(nextSort(column('date'), by)).toEqual({ by: 'date', descending: true })
})

test('rows without a value come last whichever way a list is sorted', () => {
  const rows = [
    { name: 'b', users: null },
    { name: 'a10', users: 3 },
    { name: 'A2', users: 7 },
  ]
  const values = { name: (row: (typeof rows)[0]) => row.name, users: (row: (typeof rows)[0]) => row.users }
  const names = (by: string, descending: boolean) =>
    sortRows(rows, { by, descending }, values).map(({ name }) => name)
  expect(names('name', false)).toEqual(['A2', 'a10', 'b'])
  expect(names('users', false)).toEqual(['a10', 'A2', 'b'])
  expect(names('users', true)).toEqual(['A2', 'a10', 'b'])
})

test('the box above a list tells all, some and none of what is listed, and where not all rows are loaded', () => {
  const listed = { count: 2, keyAt: (index: number) => ['a', 'b'][index] }
  const state = (...keys: string[]) => allState({ keys: new Set(keys), onChange: () => {} }, listed)
  expect(state()).toBe('none')
  expect(state('hidden')).toBe('none')
  expect(state('a')).toBe('some')
  expect(state('a', 'b', 'hidden')).toBe('all')
  const windowed = { ...listed, count: 4 }
  const ofMany = (...keys: string[]) => allState({ keys: new Set(keys), onChange: () => {} }, windowed)
  expect(ofMany('a', 'b')).toBe('some')
  expect(ofMany('a', 'b', 'c', 'd')).toBe('all')
})
