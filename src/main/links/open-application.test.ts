import { fail, ok, problem, rolePermissions } from '@gatehouse/contract'
import { expect, test } from 'vitest'
import type { Workspace } from '../session/workspace.ts'
import { accountId } from '../testing/fake-sync.ts'
import { openApplication } from './open-application.ts'

const account = accountId(1)
const payroll = accountId(2) as never

function workspace(over: Record<string, unknown> = {}): Workspace {
  const answers: Record<string, unknown> = {
    'accounts.get': ok({
      account: { status: 'active' },
      access: { membershipId: accountId(3), permissions: rolePermissions.technician },
    }),
    'applications.list': ok({
      items: [{ application: application('active'), accountApplication: null }],
    }),
    'memberships.access': ok({ items: [{ applicationId: payroll, sources: ['grant'] }] }),
    ...over,
  }
  return { api: { call: async (name: string) => answers[name] } } as unknown as Workspace
}

function application(status: 'active' | 'inactive') {
  return { id: payroll, name: 'Payroll', status, loginUrl: 'https://payroll.example/login?lang=en' }
}

const open = (over?: Record<string, unknown>) => openApplication(workspace(over), account, payroll)

test('the login address carries the application and the account beside what it had', async () => {
  expect(await open()).toEqual(
    ok(`https://payroll.example/login?lang=en&appId=${payroll}&account=${account}`),
  )
})

test.each<[string, Record<string, unknown>, string]>([
  ['an application that is not on the account', { 'applications.list': ok({ items: [] }) }, 'not_on_account'],
  [
    'one that is not integrated',
    { 'applications.list': ok({ items: [{ application: application('inactive') }] }) },
    'forbidden',
  ],
  ['one without access', { 'memberships.access': ok({ items: [] }) }, 'forbidden'],
  [
    'an account that is suspended',
    {
      'accounts.get': ok({
        account: { status: 'suspended' },
        access: { membershipId: null, permissions: rolePermissions.admin },
      }),
    },
    'forbidden',
  ],
  [
    'a role that may not open',
    {
      'accounts.get': ok({ account: { status: 'active' }, access: { membershipId: null, permissions: [] } }),
    },
    'forbidden',
  ],
  ['anything offline', { 'accounts.get': fail(problem('offline')) }, 'offline'],
  ['anything when the line is cut half-way', { 'memberships.access': fail(problem('offline')) }, 'offline'],
])('%s is not opened', async (_what, over, code) => {
  expect(await open(over)).toMatchObject({ ok: false, error: { code } })
})

test('who may not see users is let through: the application decides', async () => {
  expect((await open({ 'memberships.access': fail(problem('forbidden')) })).ok).toBe(true)
})
