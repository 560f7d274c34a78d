import { fail, type LoginRefusal, ok, problem, type Result } from '@gatehouse/contract'
import { expect, test } from 'vitest'
import type { Workspace } from '../session/workspace.ts'
import { accountId } from '../testing/fake-sync.ts'
import { openApplication } from './open-application.ts'

const account = accountId(1)
const payroll = accountId(2) as never
const url = `https://payroll.example/login?appId=${payroll}&accountId=${account}`

/** Opens with a server that gives this answer; tells what it was asked. */
async function open(answer: Result<unknown>) {
  const asked: unknown[] = []
  const call = async (...request: unknown[]) => {
    asked.push(request)
    return answer
  }
  const workspace = { api: { call } } as unknown as Workspace
  return { opened: await openApplication(workspace, account, payroll), asked }
}

const refusal = (reason: LoginRefusal) =>
  ok({ outcome: 'error', reason, because: null, application: { name: 'Payroll' }, account: null })

test('the address is the one that the server answers for the application and the account', async () => {
  const { opened, asked } = await open(ok({ outcome: 'open', url }))
  expect(opened).toEqual(ok(url))
  expect(asked).toEqual([['login.resolve', { query: { appId: payroll, accountId: account } }]])
})

test.each<[LoginRefusal, string, string]>([
  ['not_on_account', 'not_on_account', ''],
  ['application_unknown', 'not_found', ''],
  ['account_unknown', 'not_found', ''],
  ['application_inactive', 'forbidden', 'Payroll is not integrated yet.'],
  ['not_assigned', 'forbidden', 'no access to Payroll'],
  ['account_suspended', 'forbidden', 'suspended'],
  ['account_closed', 'forbidden', 'closed'],
  ['membership_suspended', 'forbidden', 'suspended'],
  ['permission_lacking', 'forbidden', 'applications.open'],
])('where it can not be opened for %s, that is said', async (reason, code, words) => {
  const { opened } = await open(refusal(reason))
  expect(opened).toMatchObject({ ok: false, error: { code } })
  if (words !== '') expect(opened).toMatchObject({ error: { detail: expect.stringContaining(words) } })
})

test('nothing is opened offline', async () => {
  expect((await open(fail(problem('offline')))).opened).toMatchObject({ error: { code: 'offline' } })
})
