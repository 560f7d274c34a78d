import {
  type Intent,
  lockOf,
  type MutationId,
  problem,
  type ReviewId,
  recommend,
  reviewTotals,
  type UserId,
  whatIsUsual,
} from '@gatehouse/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { done, type FedEngine, openEngine, openWorld, read } from '../testing/temporary.ts'
import * as w from '../testing/world.ts'
import { createSheet } from './sheet.ts'

const reviewId = w.uuid<ReviewId>(8, 1)
const of = { accountId: w.acme, reviewId }
let ids = 1000
const newId = () => {
  ids += 1
  return w.mutationId(ids)
}
const openForm = {
  title: 'Spring review',
  scope: { applicationIds: null, roles: null, unusedDays: null },
  byOwner: false,
  reviewerId: null,
  secondReviewerId: null,
  allowsSelf: false,
  dueAt: null,
  repeatMonths: null,
  campaign: null,
}

function begin(
  engine: FedEngine,
  form: Partial<Omit<typeof openForm, 'secondReviewerId'>> & { secondReviewerId?: UserId | null } = {},
  at = w.now,
) {
  return done(
    engine.beginReviews(
      {
        ...openForm,
        ...form,
        batchId: w.uuid(9, 1),
        accounts: [{ accountId: w.acme, reviewId, mutationId: newId() }],
      },
      at,
    ),
  )
}

const detail = (engine: FedEngine) => read(engine, 'reviews.get', of)
const matrix = (engine: FedEngine, ask = {}) => read(engine, 'reviews.matrix', { ...of, ask })
const placeOf = (engine: FedEngine, name: string) =>
  matrix(engine).rows.find((row) => row.name === name)?.place ?? -1

function decideAll(engine: FedEngine) {
  const { total } = matrix(engine)
  const places = Array.from({ length: total }, (_, place) => place)
  const cells = Array.from({ length: 10 }, (_, cell) => cell)
  return done(engine.takeReviewStep(w.acme, reviewId, { kind: 'decide', places, cells, decision: 'keep' }))
}

/** Administrators of an account may not sign of themselves. */
function mayBeSigned(engine: FedEngine): void {
  const { account, access } = w.entry(w.acme, 'Acme Logistics', 'owner')
  engine.applyPage(w.page(101, [{ type: 'directory', row: { account, access } }]), w.now)
}

function sign(engine: FedEngine, ids = 20) {
  const newIds = Array.from({ length: ids }, newId)
  const request = { ...of, statement: 'All of it is needed', batchId: w.uuid(9, 2), newIds }
  return engine.signReview(request, w.now)
}

test('Reviews 1: a review that is begun freezes who has what, by name, and is shown at once', () => {
  const { engine } = openWorld()
  expect(begin(engine).opened).toEqual([of])
  expect(read(engine, 'reviews.list', { accountId: w.acme })).toMatchObject([
    { id: reviewId, state: 'open', isMine: true, isHere: true, waiting: true, decidedHere: 0 },
  ])
  const { applications, rows } = matrix(engine)
  expect(applications.map(({ name }) => name)).toEqual(['Directory', 'Payroll', 'Wiki'])
  expect(rows.map(({ name, access, locks }) => [name, access, locks])).toEqual([
    ['Ben Adu', '142', '.e.a'],
    ['Cassie Moreau', '1.2', 'sexa'],
    ['Olga Owner', '1.2', 'oexa'],
    ['Sue Park', '...', '.xxx'],
  ])
})

test('somebody who administers the environment may review as well, without being a user of the account', () => {
  const { engine } = openWorld()
  const ines = { userId: w.uuid<UserId>(6, 90), name: 'Ines Carvalho', email: 'ines@example.com' }
  const { environmentId } = w.entry(w.acme, 'Acme Logistics', 'owner').account
  engine.applyPage(w.page(101, [{ type: 'administrators', environmentId, rows: [ines] }]), w.now)
  expect(begin(engine, { secondReviewerId: ines.userId }).opened).toEqual([of])
  expect(detail(engine).review).toMatchObject({ secondReviewerName: 'Ines Carvalho' })
})

test('a large document stays out of the outbox that is shown, and is in what is sent', () => {
  const { engine } = openWorld()
  begin(engine)
  const [item] = read(engine, 'outbox.list', {})
  expect(item?.intent).toMatchObject({ name: 'reviews.open', args: { snapshot: { people: [] } } })
  const [outgoing] = engine.outgoing()
  const sent = engine.withDocuments(outgoing?.intent as Intent)
  expect(sent).toMatchObject({ args: { snapshot: { people: { length: 4 } } } })
})

test('an account that is not here as a whole is not frozen, and neither is one where that may not be done', () => {
  const { engine } = openWorld()
  const accounts = [w.borealis, w.delta, w.unknownAccount].map((accountId, n) => ({
    accountId,
    reviewId: w.uuid<ReviewId>(8, 10 + n),
    mutationId: newId(),
  }))
  const begun = done(engine.beginReviews({ ...openForm, batchId: w.uuid(9, 3), accounts }, w.now))
  expect(begun.opened).toEqual([])
  expect(begun.refused.map(({ accountId, problem: { code } }) => [accountId, code])).toEqual([
    [w.borealis, 'forbidden'],
    [w.delta, 'account_read_only'],
    [w.unknownAccount, 'not_found'],
  ])
})

test('Reviews 4: what is locked is left out, a step is taken back, and steps outlive a restart', () => {
  const { engine, file, key } = openWorld()
  begin(engine)
  const ben = placeOf(engine, 'Ben Adu')
  const step = (decision: 'keep' | 'revoke') =>
    done(
      engine.takeReviewStep(w.acme, reviewId, {
        kind: 'decide',
        places: [0, 1, 2, 3],
        cells: [0, 1, 2, 3],
        decision,
      }),
    ).changed
  // The owner's membership, one's own access and what everybody has can't be decided.
  expect(step('keep')).toBe(3)
  expect(detail(engine)).toMatchObject({ totals: { total: 3, decided: 3, keep: 3, own: 1 }, canUndo: true })
  expect(step('revoke')).toBe(3)
  done(engine.takeReviewStep(w.acme, reviewId, { kind: 'note', place: ben, cell: 2, note: 'Left payroll' }))
  engine.close()
  const again = openEngine({ file, key }).engine
  const undo = () => done(again.takeReviewStep(w.acme, reviewId, { kind: 'undo' })).changed
  expect(read(again, 'reviews.cell', { ...of, place: ben, cell: 2 }).note).toBe('Left payroll')
  expect([undo(), undo()]).toEqual([1, 3])
  expect(detail(again)).toMatchObject({ totals: { keep: 3, revoke: 0 }, review: { decidedHere: 3 } })
  expect([undo(), undo()]).toEqual([3, 0])
  expect(detail(again)).toMatchObject({ totals: { decided: 0 }, canUndo: false })
})

test('a membership is changed in place of being kept, and recommendations are followed with their reasons', () => {
  const { engine } = openWorld()
  begin(engine)
  const ben = placeOf(engine, 'Ben Adu')
  done(engine.takeReviewStep(w.acme, reviewId, { kind: 'follow', places: null, which: 'all' }))
  expect(detail(engine).totals).toMatchObject({ decided: 3, revoke: 3 })
  const change = { kind: 'change', place: ben, change: { role: 'billing' } } as const
  done(engine.takeReviewStep(w.acme, reviewId, change))
  expect(read(engine, 'reviews.cell', { ...of, place: ben, cell: 0 })).toMatchObject({
    decision: 'change',
    change: { role: 'billing' },
    advice: { decision: 'revoke', reason: 'unseen', days: 120 },
  })
  expect(read(engine, 'reviews.summary', of).actions).toMatchObject([
    { kind: 'change', name: 'Ben Adu' },
    { kind: 'ungrant', name: 'Ben Adu', applicationName: 'Payroll' },
    { kind: 'remove', name: 'Sue Park' },
  ])
})

test('Reviews 2 and 3: signed at 100 % only, the revocations wait behind the signature and go with it', () => {
  const { engine } = openWorld()
  begin(engine)
  decideAll(engine)
  expect(sign(engine)).toMatchObject({ ok: false, error: { code: 'forbidden', required: 'reviews.sign' } })
  mayBeSigned(engine)
  done(engine.takeReviewStep(w.acme, reviewId, { kind: 'undo' }))
  expect(sign(engine)).toMatchObject({ ok: false, error: { code: 'review_incomplete' } })
  decideAll(engine)
  const ben = placeOf(engine, 'Ben Adu')
  const revoke = { kind: 'decide', places: [ben], cells: [2], decision: 'revoke' } as const
  done(engine.takeReviewStep(w.acme, reviewId, revoke))
  expect(done(sign(engine, 1))).toMatchObject({ needed: 2, batchId: null })
  expect(detail(engine).review.state, 'nothing is done with too few ids').toBe('open')
  const signed = done(sign(engine))
  expect(signed.recordSha256).toMatch(/^[0-9a-f]{64}$/)
  expect(detail(engine)).toMatchObject({
    review: { state: 'signed', isUnrecorded: true, outcome: { keep: 2, revoke: 1, own: 1 } },
    decideRefusal: { code: 'review_state' },
  })
  const hasPayroll = () =>
    read(engine, 'applications.users', { accountId: w.acme, applicationId: w.payroll }).find(
      ({ name }) => name === 'Ben Adu',
    )?.hasGrant
  expect(hasPayroll()).toBe(false)

  const [open, signing, revocation] = read(engine, 'outbox.list', {}).map(({ mutationId }) => mutationId)
  const move = (id: MutationId | undefined, to: Parameters<FedEngine['moveOutbox']>[1]) =>
    engine.moveOutbox(id as MutationId, to)
  move(open, { to: 'sending' })
  move(open, { to: 'sent', transaction: '150' })
  move(signing, { to: 'sending' })
  move(signing, { to: 'refused', problem: problem('hash_mismatch') })
  expect(engine.outgoing(), 'what follows is held').toEqual([])
  expect(hasPayroll(), 'and not shown as done').toBe(true)
  expect(detail(engine).review).toMatchObject({ state: 'open', isUnrecorded: false, decidedHere: 3 })
  engine.retry(signing as MutationId, newId(), w.now)
  expect(hasPayroll()).toBe(false)
  const again = engine.outgoing()[0]?.mutationId
  move(again, { to: 'sending' })
  move(again, { to: 'refused', problem: problem('hash_mismatch') })
  engine.discard(again as MutationId)
  expect(
    read(engine, 'outbox.list', {}).map(({ mutationId }) => mutationId),
    'without the signature what follows is forgotten',
  ).toEqual([open])
  expect(revocation).toBeDefined()
})

test('what a review froze goes with its account', () => {
  const { engine } = openWorld()
  begin(engine)
  const [outgoing] = engine.outgoing()
  engine.moveOutbox(outgoing?.mutationId as MutationId, { to: 'sending' })
  engine.moveOutbox(outgoing?.mutationId as MutationId, { to: 'sent', transaction: '101' })
  decideAll(engine)
  engine.applyPage(w.page(102, [{ type: 'purge', accountId: w.acme }]), w.now)
  expect(engine.withDocuments(outgoing?.intent as Intent)).toBeNull()
})

test('a sheet counts, locks and advises as the rules of the contract do', () => {
  const letters = fc.constantFrom(...'.1234567')
  const person = fc.record({
    userId: fc.constantFrom('me', 'you', 'them'),
    isOwner: fc.boolean(),
    status: fc.constantFrom('active', 'suspended'),
    lastActiveAt: fc.constantFrom(null, w.daysAgo(2), w.daysAgo(200)),
    role: fc.constantFrom('viewer', 'admin'),
    access: fc.array(letters, { minLength: 3, maxLength: 3 }).map((each) => each.join('')),
    cells: fc.array(fc.constantFrom(...'.krn'), { minLength: 4, maxLength: 4 }).map((each) => each.join('')),
  })
  fc.assert(
    fc.property(fc.array(person, { minLength: 1, maxLength: 12 }), fc.boolean(), (people, allowsSelf) => {
      const snapshot = {
        asOf: w.now.toISOString(),
        applications: [{ status: 'active' }, { status: 'inactive' }, { status: 'active' }],
        people: people.map((each) => ({ ...each, createdAt: w.daysAgo(300), endsAt: null, isLegacy: false })),
      } as unknown as Parameters<typeof createSheet>[0]
      const review = { reviewerId: 'me' as UserId, allowsSelf }
      const sheet = createSheet(snapshot, '', review)
      // Half of the rows before the totals were asked for, half after.
      for (const [place, { cells }] of people.entries()) {
        if (place % 2 === 1) sheet.totals('reviewer')
        sheet.put(place, { cells, change: null, notes: {} })
      }
      const usual = whatIsUsual(snapshot)
      for (const by of ['reviewer', 'second'] as const) {
        const deciding = { ...review, by }
        expect(sheet.totals(by)).toEqual(reviewTotals(snapshot, sheet.decisions(), deciding))
        for (const [place, each] of snapshot.people.entries())
          for (let cell = 0; cell < 4; cell += 1) {
            const lock = lockOf(each, cell, deciding)
            expect(sheet.locks(by, place)[cell] === '.').toBe(lock === null)
            const advised = recommend(snapshot, usual, each, cell).decision
            const letter = { keep: 'k', revoke: 'r', unsure: 'n' }[advised]
            expect(sheet.advice(by, place)[cell]).toBe(lock === null ? letter : '.')
          }
      }
    }),
    { numRuns: 60 },
  )
})
