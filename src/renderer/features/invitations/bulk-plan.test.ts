import type { AccountId, ApplicationId } from '@gatehouse/contract'
import { problem } from '@gatehouse/contract'
import { expect, test } from 'vitest'
import type { KnownInAccount } from '../../../ipc/views.ts'
import { readAddresses } from './addresses.ts'
import { applicationsOfAll, givenIn, planFor } from './bulk-plan.ts'
import { type JudgedLine, linesOf } from './judge.ts'

const payroll = { id: 'p' as ApplicationId, key: 'payroll', name: 'Payroll' }
const books = { id: 'b' as ApplicationId, key: 'books', name: 'Books' }
const account = (id: string, change: Partial<KnownInAccount> = {}): KnownInAccount => ({
  accountId: id as AccountId,
  name: id,
  refusal: null,
  permissions: ['account.view', 'applications.assign'],
  applications: [payroll],
  members: [],
  suspended: [],
  pending: [],
  domains: [],
  ...change,
})
const lines = linesOf(readAddresses('ana@x.test\nbo@x.test'), []).map(
  (line): JudgedLine => ({ line, verdict: 'ok', fault: null, refusal: null, meant: null, own: {} }),
)
const offer = { permissions: ['account.view' as const], applicationIds: ['p', 'b'] }

test('each account gets those who are not there yet, and says who is', () => {
  const [first] = planFor([account('1', { members: ['ana@x.test'] })], lines, offer)
  expect(first?.lines.map(({ line }) => line.email)).toEqual(['bo@x.test'])
  expect(first?.already).toEqual(['ana@x.test'])
  expect(first?.missing).toEqual(['b'])
})

test('an account in which it is refused, or in which the role can not be given, is left out', () => {
  const plans = planFor(
    [account('1', { refusal: problem('account_read_only') }), account('2', { permissions: [] })],
    lines,
    offer,
  )
  expect(plans.map((plan) => plan.lines.length)).toEqual([0, 0])
  expect(plans[1]?.lacking).toEqual(['account.view'])
})

test('applications are given where they are on the account and the inviter may assign them', () => {
  const here = account('1')
  const without = account('2', { permissions: ['account.view'] })
  const [first, second] = planFor([here, without], lines, offer)
  if (!first || !second) throw new Error('two plans were wanted')
  expect(givenIn(first, here, ['p', 'b'])).toEqual(['p'])
  expect(second.noAssign).toBe(true)
  expect(givenIn(second, without, ['p'])).toEqual([])
})

test('the applications of all of them are counted, the most widespread first', () => {
  const all = applicationsOfAll([account('1'), account('2', { applications: [books, payroll] })])
  expect(all).toEqual([
    { ...payroll, accounts: 2 },
    { ...books, accounts: 1 },
  ])
})
