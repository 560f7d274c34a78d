import type * as c from '@gatehouse/contract'
import { expect, test } from 'vitest'
import * as i from '../testing/intents.ts'
import { done, openWorld, read } from '../testing/temporary.ts'
import * as w from '../testing/world.ts'

function activity(n: number, days: number, extras: Partial<c.Activity>): c.Activity {
  return { ...w.activityOn(w.ben, 'Olga Owner'), id: w.uuid(9, 500 + n), at: w.daysAgo(days), ...extras }
}

const granted = (n: number, days: number, action: 'grant.added' | 'grant.removed') => {
  const grant = { applicationId: w.payroll, membershipId: w.ben, userName: 'Ben Adu' }
  return activity(n, days, {
    action,
    targetKind: 'grant',
    targetId: `${w.payroll}/${w.ben}`,
    targetName: 'Payroll',
    ...(action === 'grant.added' ? { before: null, after: grant } : { before: grant, after: null }),
  })
}

function withDoings() {
  const { engine } = openWorld()
  const rows = [
    granted(1, 20, 'grant.added'),
    activity(2, 6, { before: { role: 'viewer' }, after: { role: 'technician' } }),
    granted(3, 5, 'grant.removed'),
    granted(4, 4, 'grant.added'),
    activity(5, 2, {
      action: 'application.auto_assign_enabled',
      targetKind: 'application',
      targetId: w.wiki,
      targetName: 'Wiki',
      before: { autoAssign: false },
      after: { autoAssign: true },
    }),
  ]
  engine.applyPage(w.page(200, [w.put({ entity: 'activity', rows })]), w.now)
  return engine
}

const since = (days: number) => ({ from: 'day' as const, day: w.daysAgo(days).slice(0, 10) })

test('since a day: what was taken and given again is left out, an application for everybody is one line', () => {
  const engine = withDoings()
  const answer = read(engine, 'changes.inAccount', { accountId: w.acme, since: since(7) })
  expect(
    answer.changes.map(({ kind, name, applicationName, people }) => [kind, name, applicationName, people]),
  ).toEqual([
    ['for-all', null, 'Wiki', 3],
    ['role', 'Ben Adu', null, null],
  ])
  expect(answer).toMatchObject({ total: 2, isCut: false })
  const longer = read(engine, 'changes.inAccount', { accountId: w.acme, since: since(30) })
  expect(longer.changes.map(({ kind }) => kind)).toContain('gained')
  expect(read(engine, 'changes.inAccount', { accountId: w.acme, since: since(300) }).isCut).toBe(true)
})

test('since the last visit: none before the first, then what was done after the account was left', () => {
  const engine = withDoings()
  const visit = { accountId: w.acme, since: { from: 'visit' as const } }
  expect(read(engine, 'changes.inAccount', visit)).toMatchObject({ since: null, total: 0 })
  expect(read(engine, 'changes.everywhere', { day: null })).toMatchObject({ total: 0 })
  const noted = engine.noteVisit(w.acme, new Date(w.daysAgo(3)))
  expect(noted.ok && noted.value.tables).toEqual(['visit'])
  expect(read(engine, 'changes.inAccount', visit)).toMatchObject({
    since: w.daysAgo(3),
    total: 1,
    changes: [{ kind: 'for-all' }],
  })
  expect(read(engine, 'changes.everywhere', { day: null })).toMatchObject({
    total: 1,
    changes: 1,
    accounts: [{ accountId: w.acme, total: 1 }],
  })
  expect(engine.noteVisit(w.unknownAccount, w.now)).toMatchObject({ ok: false })
})

test('over all accounts since a day, each with its number', () => {
  const engine = withDoings()
  const answer = read(engine, 'changes.everywhere', { day: since(7).day })
  expect(answer).toMatchObject({ total: 1, changes: 2, isCut: false })
  expect(answer.accounts[0]?.accountName).toBe('Acme Logistics')
})

test('without a signed review there is nothing to compare with', () => {
  const engine = withDoings()
  expect(read(engine, 'changes.inAccount', { accountId: w.acme, since: { from: 'review' } })).toMatchObject({
    since: null,
    reviewTitle: null,
    total: 0,
  })
})

test('since the last signed review: what it froze is compared with how it is now, whatever was done between', () => {
  const { engine } = openWorld()
  const reviewId = w.uuid<c.ReviewId>(8, 1)
  const { account, access } = w.entry(w.acme, 'Acme Logistics', 'owner')
  engine.applyPage(w.page(101, [{ type: 'directory', row: { account, access } }]), w.now)
  done(
    engine.beginReviews(
      {
        title: 'Spring review',
        scope: { applicationIds: null, roles: null, unusedDays: null },
        byOwner: false,
        reviewerId: null,
        secondReviewerId: null,
        allowsSelf: false,
        dueAt: null,
        repeatMonths: null,
        campaign: null,
        batchId: w.uuid(9, 1),
        accounts: [{ accountId: w.acme, reviewId, mutationId: w.mutationId(1) }],
      },
      w.now,
    ),
  )
  const all = [0, 1, 2, 3]
  done(engine.takeReviewStep(w.acme, reviewId, { kind: 'decide', places: all, cells: all, decision: 'keep' }))
  const newIds = [2, 3, 4, 5].map((n) => w.mutationId(n))
  const statement = 'All of it is needed'
  done(engine.signReview({ accountId: w.acme, reviewId, statement, batchId: w.uuid(9, 2), newIds }, w.now))
  const since = { accountId: w.acme, since: { from: 'review' as const } }
  expect(read(engine, 'changes.inAccount', since)).toMatchObject({ reviewTitle: 'Spring review', total: 0 })
  done(engine.enqueue(w.mutationId(20), i.revokeGrant(w.ben, w.payroll), w.now))
  done(engine.enqueue(w.mutationId(21), i.remove(w.sue), w.now))
  expect(
    read(engine, 'changes.inAccount', since).changes.map(({ kind, name, applicationName }) => [
      kind,
      name,
      applicationName,
    ]),
  ).toEqual([
    ['lost', 'Ben Adu', 'Payroll'],
    ['went', 'Sue Park', null],
  ])
})
