import * as c from '@gatehouse/contract'
import { expect, test } from 'vitest'
import { done, type FedEngine, openEngine, openWorld, read } from '../testing/temporary.ts'
import * as w from '../testing/world.ts'

// Acme and cumulus may be reviewed, Borealis has no users, Delta is suspended. Rita may review in the first two.

const rita = w.uuid<c.UserId>(6, 80)
const ines = { userId: w.uuid<c.UserId>(6, 90), name: 'Ines Carvalho', email: 'ines@example.com' }
const ben = w.uuid<c.UserId>(6, 3)
const olga = w.uuid<c.UserId>(6, 1)

function member(n: number, accountId: c.AccountId, name: string, role: c.Role, userId?: c.UserId) {
  return w.membership(w.uuid<c.MembershipId>(4, n), accountId, name, {
    role,
    isOwner: role === 'owner',
    permissions: [...c.permissionsOf(role, [])],
    ...(userId && { userId }),
  })
}

function campaignWorld() {
  const { engine } = openWorld()
  const carl = { ...member(81, w.cumulus, 'Carl Berg', 'owner'), status: 'suspended' as const }
  const changes: c.Change[] = [
    { type: 'directory', row: w.entry(w.cumulus, 'cumulus', 'owner') },
    { type: 'directory', row: w.entry(w.borealis, 'Borealis', 'admin', { environmentId: w.staging }) },
    w.put({ entity: 'membership', rows: [member(82, w.acme, 'Rita Okafor', 'admin', rita)] }),
    w.put(
      { entity: 'membership', rows: [carl, member(83, w.cumulus, 'Rita Okafor', 'admin', rita)] },
      w.cumulus,
    ),
  ]
  engine.applyPage(w.page(101, changes), w.now)
  return engine
}

const campaign = {
  batchId: w.uuid(9, 1),
  title: 'Spring',
  allowsSelf: false,
  dueAt: null,
  repeatMonths: null,
  campaign: { id: w.uuid<c.CampaignId>(10, 1), name: 'Spring' },
}
const allOfIt = { applicationIds: null, roles: null, unusedDays: null }
const everywhere = [w.delta, w.acme, w.borealis, w.cumulus, w.unknownAccount, w.acme]
const both = [w.acme, w.cumulus]
const gapsOf = (engine: FedEngine, asked: object) =>
  read(engine, 'reviews.plan', { accountIds: both, ...asked }).gaps.map(({ accountName, why }) => [
    accountName,
    why,
  ])

test('what a campaign covers is counted, each account once, and those it can not cover are named with the reason', () => {
  const { gaps, ...sum } = read(campaignWorld(), 'reviews.plan', { accountIds: everywhere })
  expect(sum).toEqual({ accounts: 2, users: 7, cells: 5 * 4 + 2 * 2 })
  expect(gaps.map(({ accountName, why, problem }) => [accountName, why, problem?.code])).toEqual([
    ['', 'refused', 'not_found'],
    ['Borealis', 'no-user', undefined],
    ['Delta', 'refused', 'account_read_only'],
  ])
})

test('an account whose rows have not all arrived is left out, and so is one where reviews may not be run', () => {
  const { engine } = openEngine()
  const isNotAcme = (line: c.BootstrapLine) => line.type !== 'account' || line.accountId !== w.acme
  engine.applyBootstrap(w.bootstrap().filter(isNotAcme), w.now)
  const { accounts, gaps } = read(engine, 'reviews.plan', { accountIds: [w.acme, w.cumulus] })
  expect(accounts).toBe(0)
  expect(gaps).toMatchObject([
    { accountId: w.acme, why: 'not-here', problem: null },
    { accountId: w.cumulus, why: 'refused', problem: { code: 'forbidden' } },
  ])
})

test('owners review where they may: one who is suspended does not', () => {
  expect(gapsOf(campaignWorld(), { byOwner: true })).toEqual([['cumulus', 'no-owner']])
})

test('a person who was named reviews where they are an active user who may run reviews, or administer', () => {
  const engine = campaignWorld()
  expect(gapsOf(engine, { reviewerId: rita })).toEqual([])
  expect(gapsOf(engine, { reviewerId: olga })).toEqual([['cumulus', 'not-them']])
  expect(gapsOf(engine, { reviewerId: ben }), 'a viewer').toHaveLength(2)
  expect(gapsOf(engine, { reviewerId: ines.userId })).toHaveLength(2)
  engine.applyPage(
    w.page(102, [{ type: 'administrators', environmentId: w.production, rows: [ines] }]),
    w.now,
  )
  expect(gapsOf(engine, { reviewerId: ines.userId })).toEqual([])
})

test('a second reviewer may review where they are chosen, and is never the first one', () => {
  const engine = campaignWorld()
  expect(gapsOf(engine, { secondReviewerId: rita })).toEqual([])
  expect(gapsOf(engine, { secondReviewerId: olga })).toEqual([['cumulus', 'second-not-them']])
  expect(gapsOf(engine, { secondReviewerId: ben }), 'a viewer').toEqual([
    ['Acme Logistics', 'second-not-them'],
    ['cumulus', 'second-not-them'],
  ])
  const isBoth = [
    ['Acme Logistics', 'second-is-first'],
    ['cumulus', 'second-is-first'],
  ]
  expect(gapsOf(engine, { secondReviewerId: w.cassieUser }), 'whoever begins it').toEqual(isBoth)
  expect(gapsOf(engine, { reviewerId: rita, secondReviewerId: rita })).toEqual(isBoth)
  expect(gapsOf(engine, { reviewerId: rita, secondReviewerId: w.cassieUser })).toEqual([])
  expect(gapsOf(engine, { byOwner: true, secondReviewerId: olga })).toEqual([
    ['Acme Logistics', 'second-is-first'],
    ['cumulus', 'no-owner'],
  ])
})

test('what is begun in the accounts that are not left out has both reviewers, and elsewhere nothing is', () => {
  const engine = campaignWorld()
  const accounts = both.map((accountId, at) => ({
    accountId,
    reviewId: w.uuid<c.ReviewId>(8, at),
    mutationId: w.mutationId(10 + at),
  }))
  const asked = { scope: allOfIt, byOwner: false, reviewerId: null, secondReviewerId: olga }
  const { gaps } = read(engine, 'reviews.plan', { accountIds: both, ...asked })
  const begun = done(engine.beginReviews({ ...campaign, ...asked, accounts }, w.now))
  expect(begun.refused.map(({ accountId }) => accountId)).toEqual(gaps.map(({ accountId }) => accountId))
  expect(begun.opened.map(({ accountId }) => accountId)).toEqual([w.acme])
  expect(read(engine, 'reviews.list', { accountId: w.acme })).toMatchObject([
    { state: 'open', secondReviewerId: olga, secondReviewerName: 'Olga Owner', waiting: true },
  ])
})

test('a membership that has ended reviews nothing any more', () => {
  const engine = campaignWorld()
  const ended = { ...member(82, w.acme, 'Rita Okafor', 'admin', rita), endsAt: w.daysAgo(1), version: 2 }
  engine.applyPage(w.page(102, [w.put({ entity: 'membership', rows: [ended] })]), w.now)
  expect(gapsOf(engine, { reviewerId: rita })).toEqual([['Acme Logistics', 'not-them']])
})

test('an account with none of the applications is left out, and what is counted is what is frozen', () => {
  const engine = campaignWorld()
  const scope = { applicationIds: [w.payroll, w.sandbox], roles: null, unusedDays: 90 }
  expect(gapsOf(engine, { scope })).toEqual([['cumulus', 'no-application']])
  const reviewId = w.uuid<c.ReviewId>(8, 1)
  const { users, cells } = read(engine, 'reviews.plan', { accountIds: [w.acme], scope, byOwner: true })
  expect([users, cells]).toEqual([1, 2])
  const begun = done(
    engine.beginReviews(
      {
        ...campaign,
        scope,
        byOwner: true,
        reviewerId: null,
        secondReviewerId: null,
        accounts: [
          { accountId: w.acme, reviewId, mutationId: w.mutationId(1) },
          { accountId: w.cumulus, reviewId: w.uuid(8, 2), mutationId: w.mutationId(2) },
        ],
      },
      w.now,
    ),
  )
  expect(begun.opened).toEqual([{ accountId: w.acme, reviewId }])
  expect(begun.refused).toMatchObject([{ accountId: w.cumulus, problem: { code: 'validation' } }])
  const { review } = read(engine, 'reviews.get', { accountId: w.acme, reviewId })
  expect(review).toMatchObject({
    reviewerId: olga,
    reviewerName: 'Olga Owner',
    scope: { ...scope, applicationIds: [w.payroll] },
    snapshot: { people: users, applications: 1 },
  })
})

test('who may review is found by a part of a name or address, administrators too, those for most accounts first', () => {
  const engine = campaignWorld()
  const found = (find: string, accountIds = both) =>
    read(engine, 'reviews.candidates', { accountIds, find }).people.map(({ name, accounts }) => [
      name,
      accounts,
    ])
  expect(found('')).toEqual([
    ['Rita Okafor', 2],
    ['Olga Owner', 1],
  ])
  engine.applyPage(
    w.page(102, [{ type: 'administrators', environmentId: w.production, rows: [ines] }]),
    w.now,
  )
  expect(found('')[0]).toEqual(['Ines Carvalho', 2])
  expect(found('OLGA@acme')).toEqual([['Olga Owner', 1]])
  expect(found('carvalho', [w.borealis]), 'of another environment').toEqual([])
  const others = read(engine, 'reviews.candidates', { accountIds: both, except: rita }).people
  expect(others.map(({ name }) => name)).toEqual(['Ines Carvalho', 'Olga Owner'])
  const one = read(engine, 'reviews.candidates', { accountIds: both, limit: 1 })
  expect([one.people.length, one.total]).toEqual([1, 3])
})
