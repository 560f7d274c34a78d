import { expect, test } from 'vitest'
import type { BulkAccount } from '../../../ipc/views.ts'
import { linesFor } from './bulk-lines.ts'

const preview = [
  { id: 'a', changes: ['payroll', 'wiki'] },
  { id: 'b', changes: [] },
  { id: 'c', changes: ['wiki'] },
] as unknown as BulkAccount[]

test('every application in every account where it changes anything is a change of its own, which can be taken back', () => {
  const lines = linesFor('assign', preview, true)
  expect(lines.map(({ intent, inverse }) => [intent.args, inverse?.name])).toEqual([
    [{ accountId: 'a', applicationIds: ['payroll'], autoAssign: true }, 'applications.unassign'],
    [{ accountId: 'a', applicationIds: ['wiki'], autoAssign: true }, 'applications.unassign'],
    [{ accountId: 'c', applicationIds: ['wiki'], autoAssign: true }, 'applications.unassign'],
  ])
})

test('unassigning removes grants for good, so it has no opposite', () => {
  expect(linesFor('unassign', preview, false).every(({ inverse }) => inverse === undefined)).toBe(true)
})
