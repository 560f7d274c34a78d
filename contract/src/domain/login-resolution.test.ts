import { describe, expect, test } from 'vitest'
import type { Account } from '../entities/account.ts'
import type { Application } from '../entities/application.ts'
import { type AccountId, type ApplicationId, accountIdSchema, applicationIdSchema } from '../ids.ts'
import {
  decideLogin,
  type LoginCandidate,
  type LoginFacts,
  loginUrlOf,
  whyUnreachable,
} from './login-resolution.ts'

const idOf = (n: number) => `01990000-0000-7000-8000-${String(n).padStart(12, '0')}`
const appId = (n: number): ApplicationId => applicationIdSchema.parse(idOf(n))
const accountId = (n: number): AccountId => accountIdSchema.parse(idOf(100 + n))

const application = (n: number, overrides: Partial<Application> = {}) =>
  ({
    id: appId(n),
    status: 'active',
    autoAssign: false,
    loginUrl: 'https://app.example.com/login',
    ...overrides,
  }) as Application
const account = (n: number, overrides: Partial<Account> = {}) =>
  ({ id: accountId(n), status: 'active', ...overrides }) as Account

/** One that opens. */
const candidate = (n = 1, overrides: Partial<LoginCandidate> = {}): LoginCandidate => ({
  application: application(1),
  account: account(n),
  membershipId: null,
  membershipStatus: 'active',
  isAdministrator: false,
  permissions: ['applications.open'],
  accountAuto: false,
  hasGrant: true,
  ...overrides,
})
const facts = (candidates: LoginCandidate[], overrides: Partial<LoginFacts> = {}): LoginFacts => ({
  isNamed: true,
  accountId: null,
  knowsApplication: false,
  applications: [application(1)],
  candidates,
  ...overrides,
})

describe('an application in one account', () => {
  test.each([
    ['a grant', {}],
    ['account-level auto-assignment', { hasGrant: false, accountAuto: true }],
    [
      'environment-level auto-assignment',
      {
        hasGrant: false,
        accountAuto: null,
        application: application(1, { autoAssign: true }),
      },
    ],
    [
      'administering the environment, with the application on the account',
      {
        hasGrant: false,
        membershipStatus: null,
        isAdministrator: true,
      },
    ],
  ] as const)('opens by %s', (_, overrides) => {
    expect(whyUnreachable(candidate(1, overrides))).toBeNull()
  })

  test.each([
    ['not_on_account', { accountAuto: null }],
    ['not_on_account', { accountAuto: null, isAdministrator: true }],
    ['account_suspended', { account: account(1, { status: 'suspended' }) }],
    ['account_closed', { account: account(1, { status: 'closed' }), isAdministrator: true }],
    ['membership_suspended', { membershipStatus: 'suspended', permissions: [] }],
    ['not_assigned', { hasGrant: false }],
    ['not_assigned', { membershipStatus: null }],
    ['permission_lacking', { permissions: ['applications.view'] }],
    ['application_inactive', { application: application(1, { status: 'inactive' }) }],
  ] as const)('does not open: %s', (why, overrides) => {
    expect(whyUnreachable(candidate(1, overrides as Partial<LoginCandidate>))).toBe(why)
  })

  test('is not said to be inactive to somebody who could not open it anyway', () => {
    const inactive = application(1, { status: 'inactive' })
    expect(whyUnreachable(candidate(1, { application: inactive, hasGrant: false }))).toBe('not_assigned')
  })
})

describe('a login', () => {
  test('opens the only account there is, and lets choose among several', () => {
    const [one, two] = [candidate(1), candidate(2)]
    expect(decideLogin(facts([one]))).toEqual({ outcome: 'open', candidate: one })
    expect(decideLogin(facts([one, two]))).toEqual({ outcome: 'choose', candidates: [one, two] })
    expect(decideLogin(facts([one, candidate(3, { hasGrant: false })]))).toMatchObject({ outcome: 'open' })
  })

  test('that names an account says of that one why it can not be opened there', () => {
    const named = (one: LoginCandidate, knowsApplication = false) =>
      decideLogin(facts([one], { accountId: accountId(1), knowsApplication }))
    expect(named(candidate(1))).toMatchObject({ outcome: 'open' })
    expect(named(candidate(1, { hasGrant: false }))).toMatchObject({
      reason: 'not_assigned',
      account: { id: accountId(1) },
      application: { id: appId(1) },
    })
    const elsewhere = candidate(1, { hasGrant: false, accountAuto: null })
    expect(named(elsewhere, true)).toMatchObject({ reason: 'not_on_account' })
    expect(named(elsewhere, false)).toMatchObject({ reason: 'application_unknown' })
  })

  test('answers alike for an application that does not exist and one that none of their accounts has', () => {
    const nowhere = decideLogin(facts([], { applications: [] }))
    const notTheirs = decideLogin(facts([candidate(1, { accountAuto: null, hasGrant: false })]))
    expect(nowhere).toMatchObject({ reason: 'application_unknown', application: null, account: null })
    expect(notTheirs).toEqual(nowhere)
  })

  test('answers alike for an account that does not exist and one that is not theirs, whatever is named', () => {
    const unknown = { accountId: 'unknown' } as const
    const answers = [
      decideLogin(facts([candidate()], unknown)),
      decideLogin(facts([], { ...unknown, applications: [] })),
      decideLogin(facts([], { ...unknown, isNamed: false })),
    ]
    for (const answer of answers)
      expect(answer).toMatchObject({ reason: 'account_unknown', application: null })
  })

  test('an administrator of its environment is told that an application exists', () => {
    expect(decideLogin(facts([], { knowsApplication: true }))).toMatchObject({
      reason: 'not_assigned',
      application: { id: appId(1) },
    })
  })

  test('without an application opens the default one, or says why not, or that there is none', () => {
    const unnamed = { isNamed: false }
    expect(decideLogin(facts([candidate()], unnamed))).toMatchObject({ outcome: 'open' })
    expect(decideLogin(facts([], { ...unnamed, applications: [] }))).toMatchObject({
      reason: 'no_application_named',
      because: null,
    })
    const inactive = application(1, { status: 'inactive' })
    const failed = facts([candidate(1, { application: inactive })], { ...unnamed, applications: [inactive] })
    expect(decideLogin(failed)).toMatchObject({
      reason: 'default_unreachable',
      because: 'application_inactive',
      application: { id: appId(1) },
      account: { id: accountId(1) },
    })
  })

  test('that fails in several accounts gives the reason of the one nearest to opening, and names it alone', () => {
    const answer = decideLogin(
      facts([
        candidate(1, { accountAuto: null }),
        candidate(2, { account: account(2, { status: 'closed' }) }),
        candidate(3, { permissions: [] }),
        candidate(4, { hasGrant: false }),
      ]),
    )
    expect(answer).toMatchObject({ reason: 'permission_lacking', account: { id: accountId(3) } })
    const twice = [candidate(1, { hasGrant: false }), candidate(2, { hasGrant: false })]
    expect(decideLogin(facts(twice))).toMatchObject({ reason: 'not_assigned', account: null })
  })
})

describe('the login URL', () => {
  const url = (loginUrl: string) => loginUrlOf({ id: appId(1), loginUrl }, accountId(2))
  const added = `appId=${appId(1)}&accountId=${accountId(2)}`

  test.each([
    ['https://app.example.com', `https://app.example.com?${added}`],
    ['https://app.example.com/login?', `https://app.example.com/login?${added}`],
    ['https://app.example.com/login?a=b%20c&flag', `https://app.example.com/login?a=b%20c&flag&${added}`],
    ['https://app.example.com/?next=/a?b=c#/home?d', `https://app.example.com/?next=/a?b=c&${added}#/home?d`],
    ['https://app.example.com/?appId=old&myappId=x&accountId', `https://app.example.com/?myappId=x&${added}`],
  ])('of %s keeps what is in it', (given, expected) => {
    expect(url(given)).toBe(expected)
  })
})
