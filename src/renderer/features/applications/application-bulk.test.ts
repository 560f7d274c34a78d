import { expect, test } from 'vitest'
import type { ApplicationItem } from '../../../ipc/views.ts'
import { affectedBy, linesOf, refusalOf } from './application-bulk.ts'

const application = (id: string, level: ApplicationItem['level']) =>
  ({ id, name: id, level, accountAuto: level === 'account', version: 4 }) as unknown as ApplicationItem

const [directory, payroll, wiki] = [
  application('directory', 'environment'),
  application('payroll', 'account'),
  application('wiki', 'manual'),
]
const chosen = [directory, payroll, wiki]
const ids = (applications: readonly ApplicationItem[]) => applications.map(({ id }) => id)

test('rule 10: what the environment auto-assigns is left out of every change, and that is said', () => {
  for (const kind of ['enable', 'disable', 'unassign'] as const) {
    const { applications, leftOut } = affectedBy(kind, chosen)
    expect(ids(applications)).not.toContain('directory')
    expect(leftOut[0]).toBe('1 left out: set for the whole environment by an administrator.')
    expect(refusalOf(kind, [directory])).not.toBeNull()
  }
})

test('each change is for those that it makes a difference to', () => {
  expect(ids(affectedBy('enable', chosen).applications)).toEqual(['wiki'])
  expect(ids(affectedBy('disable', chosen).applications)).toEqual(['payroll'])
  expect(ids(affectedBy('unassign', chosen).applications)).toEqual(['payroll', 'wiki'])
  expect(refusalOf('disable', [wiki])).toContain('None of these')
  expect(refusalOf('unassign', chosen)).toBeNull()
})

test('a change of the auto-assignment names the version that was looked at, so nobody is overwritten', () => {
  const [line] = linesOf('disable', 'acme', [payroll], 'keep')
  expect(line?.intent).toEqual({
    name: 'applications.setAutoAssign',
    args: {
      accountId: 'acme',
      applicationId: 'payroll',
      autoAssign: false,
      onDisable: 'keep',
      baseVersion: 4,
    },
  })
})
