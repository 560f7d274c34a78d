import { copyFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Intent, ReviewId } from '@gatehouse/contract'
import { expect, test } from 'vitest'
import { savedSearchSchema } from '../../ipc/views.ts'
import { openDatabase } from '../database.ts'
import { migrations } from '../migrations/index.ts'
import { done, type FedEngine, openEngine, openWorld, read } from '../testing/temporary.ts'
import * as w from '../testing/world.ts'

const reviewId = w.uuid<ReviewId>(8, 1)
const of = { accountId: w.acme, reviewId }

function begin(engine: FedEngine, mutation = 1): void {
  const { opened } = done(
    engine.beginReviews(
      {
        batchId: w.uuid(9, mutation),
        title: 'Spring review',
        scope: { applicationIds: null, roles: null, unusedDays: null },
        byOwner: false,
        reviewerId: null,
        secondReviewerId: null,
        allowsSelf: false,
        dueAt: null,
        repeatMonths: null,
        campaign: null,
        accounts: [{ ...of, mutationId: w.mutationId(mutation) }],
      },
      w.now,
    ),
  )
  expect(opened).toHaveLength(1)
}

function decide(engine: FedEngine, decision: 'keep' | 'revoke'): void {
  const step = { kind: 'decide', places: [0, 1, 2, 3], cells: [0, 1, 2, 3], decision } as const
  expect(done(engine.takeReviewStep(w.acme, reviewId, step)).changed).toBeGreaterThan(0)
}

const decisionsOf = (engine: FedEngine) =>
  read(engine, 'reviews.matrix', { ...of, ask: {} }).rows.map(({ decisions }) => decisions)

const search = savedSearchSchema.parse({
  id: 'one',
  name: 'Long gone',
  filter: { unseenDays: 90 },
  sort: { by: 'person', descending: false },
})

/** What a fresh copy has after it took over what could be read of another one. */
function recovered(file: string, key: Uint8Array, why: 'damaged' | 'wiped' = 'damaged'): FedEngine {
  const aside = join(dirname(file), 'aside.db')
  copyFileSync(file, aside)
  const { engine } = openEngine({ file: join(dirname(file), 'fresh.db') })
  const from = () => ({ why, from: { file: aside, key: key.slice() } }) as const
  expect(engine.recover(from(), w.now)).toMatchObject({ ok: true })
  // Once more adds nothing.
  expect(engine.recover(from(), w.now)).toMatchObject({ ok: true })
  engine.applyBootstrap(w.bootstrap(), w.now)
  return engine
}

test('a review that was begun and decided comes along whole, and is sent with its snapshot', () => {
  const { engine, file, key } = openWorld()
  begin(engine)
  decide(engine, 'keep')
  const before = decisionsOf(engine)
  engine.close()

  const fresh = recovered(file, key)
  expect(read(fresh, 'reviews.get', of).review).toMatchObject({ state: 'open', isHere: true })
  expect(decisionsOf(fresh)).toEqual(before)
  const [outgoing] = fresh.outgoing()
  expect(fresh.withDocuments(outgoing?.intent as Intent)).toMatchObject({
    args: { snapshot: { people: { length: 4 } } },
  })
})

test('a review whose snapshot is lost waits for the user with the reason, and is not sent without it', () => {
  const { engine, file, key } = openWorld()
  begin(engine)
  engine.close()
  const opened = openDatabase(file, key.slice(), migrations)
  if (!opened.ok) throw new Error('the file can not be opened')
  opened.value.run(`update review_document set body = replace(body, 'Ben', 'Bob')`)
  opened.value.close()

  const fresh = recovered(file, key)
  expect(read(fresh, 'outbox.list', {})).toMatchObject([
    { state: 'refused', problem: { code: 'validation', state: 'documents-lost' } },
  ])
  expect(fresh.outgoing()).toEqual([])
})

test('searches that were given a name come along, beside those that are here', () => {
  const { engine, file, key } = openWorld()
  done(engine.keepSearches([search]))
  engine.close()
  expect(read(recovered(file, key, 'wiped'), 'access.searches', {})).toEqual([search])
})

test('of a review that was begun and taken back nothing stays', () => {
  const { engine, file, key } = openWorld()
  begin(engine)
  decide(engine, 'keep')
  expect(engine.undo(w.mutationId(1))).toMatchObject({ undone: true })
  engine.close()
  const opened = openDatabase(file, key.slice(), migrations)
  if (!opened.ok) throw new Error('the file can not be opened')
  for (const table of ['review_document', 'review_draft', 'review_decision', 'review_step'])
    expect(opened.value.get(`select count(*) as rows from ${table}`), table).toEqual({ rows: 0 })
  opened.value.close()
})
