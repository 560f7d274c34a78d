import { allPermissions, type Permission } from '@gatehouse/contract'
import { expect, test } from 'vitest'
import type { AccountDetail, ApplicationItem } from '../../../ipc/views.ts'
import type { Rights } from '../../data/use-session.ts'
import { type ApplicationActions, applicationMenu } from './application-menu.ts'

const nothing = () => {}
const actions: ApplicationActions = {
  enableAuto: nothing,
  disableAuto: nothing,
  details: nothing,
  manageUsers: nothing,
  open: nothing,
  copyId: nothing,
  unassign: nothing,
}
const payroll = { status: 'active', level: 'manual', accountAuto: false } as ApplicationItem

function rightsOf(held: readonly Permission[], status: AccountDetail['status'] = 'active'): Rights {
  const refusal = (permission: Permission) =>
    status !== 'active' ? 'read only' : held.includes(permission) ? null : `lacks ${permission}`
  const account = { permissions: [...held], status } as AccountDetail
  return { account, refusal, can: (permission) => refusal(permission) === null }
}

function reasonsOf(application: ApplicationItem, rights: Rights): Record<string, string | null | undefined> {
  const entries = applicationMenu(application, rights, actions)
  return Object.fromEntries(
    entries.flatMap((entry) => (entry === 'separator' ? [] : [[entry.id, entry.disabledReason ?? null]])),
  )
}

test('whoever holds every permission may do everything with a manual application', () => {
  expect(reasonsOf(payroll, rightsOf(allPermissions))).toEqual({
    auto: null,
    users: null,
    open: null,
    details: null,
    copy: null,
    unassign: null,
  })
})

test('rule 10: an environment auto-assignment can neither be changed nor taken away in the account', () => {
  const reasons = reasonsOf({ ...payroll, level: 'environment' }, rightsOf([]))
  expect(reasons.auto).toBe('Set for the whole environment by an administrator.')
  expect(reasons.unassign).toBe('Set for the whole environment by an administrator.')
})

test('rule 9: a missing permission is named at each entry that needs it', () => {
  const reasons = reasonsOf(payroll, rightsOf(['applications.view']))
  expect(reasons.auto).toContain('applications.autoassign')
  expect(reasons.unassign).toContain('applications.assign')
  expect(reasons.users).toContain('View users')
  expect(reasons.open).toContain('Open applications')
})

test('an inactive application can not be opened, whatever one holds', () => {
  expect(reasonsOf({ ...payroll, status: 'inactive' }, rightsOf(allPermissions)).open).toContain(
    'Not integrated yet',
  )
})

test('in a suspended account users can be looked at and nothing can be changed or opened', () => {
  const reasons = reasonsOf(payroll, rightsOf(allPermissions, 'suspended'))
  expect(reasons.users).toBeNull()
  expect(reasons.auto).toBe('read only')
  expect(reasons.unassign).toBe('read only')
  expect(reasons.open).toContain('not active')
})

test('the entry says what it does: enable what is off, disable what is on', () => {
  const label = (application: ApplicationItem) => {
    const [first] = applicationMenu(application, rightsOf(allPermissions), actions)
    return first === 'separator' ? '' : first?.label
  }
  expect(label(payroll)).toBe('Enable auto-assignment')
  expect(label({ ...payroll, accountAuto: true, level: 'account' })).toBe('Disable auto-assignment')
})
