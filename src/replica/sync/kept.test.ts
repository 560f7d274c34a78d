import { problem } from '@gatehouse/contract'
import { expect, test } from 'vitest'
import * as i from '../testing/intents.ts'
import { openEngine, openWorld, read } from '../testing/temporary.ts'
import * as w from '../testing/world.ts'

type Opened = ReturnType<typeof openWorld>['engine']

function rowsOf(engine: Opened, accountId = w.acme) {
  return read(engine, 'offline.accounts', {}).find((account) => account.accountId === accountId)
}

test('an account that is not kept leaves at once, its line stays, and what waits in it is still sent', () => {
  const { engine } = openWorld()
  engine.enqueue(w.mutationId(1), i.assign(w.portal), w.now)
  expect(rowsOf(engine)).toMatchObject({ kept: true })
  expect(rowsOf(engine)?.rows).toBeGreaterThan(5)
  const done = engine.keep(w.acme, false)
  expect(done).toMatchObject({ ok: true })
  expect(rowsOf(engine)).toMatchObject({ kept: false, loadedAt: null, name: 'Acme Logistics' })
  expect(read(engine, 'users.list', { accountId: w.acme })).toEqual([])
  expect(read(engine, 'accounts.get', { accountId: w.acme })).toMatchObject({ loaded: false, kept: false })
  expect(read(engine, 'accounts.list', {})).toHaveLength(4)
  expect(engine.outgoing().map(({ mutationId }) => mutationId)).toEqual([w.mutationId(1)])
  expect(engine.state().snapshotsDue).toEqual([])
})

test('neither pages nor snapshots nor a whole new bootstrap bring its rows back', () => {
  const { engine } = openWorld()
  engine.keep(w.acme, false)
  const put = w.put({ entity: 'membership', rows: [w.membership(w.uuid(4, 70), w.acme, 'Late Comer')] })
  engine.applyPage(w.page(101, [put]), w.now)
  engine.applySnapshot(w.acme, w.snapshot(w.entry(w.acme, 'Acme renamed', 'admin'), w.rows), w.now)
  expect(rowsOf(engine)).toMatchObject({ rows: 0, loadedAt: null, name: 'Acme renamed', kept: false })
  engine.applyBootstrap(w.bootstrap(w.cursor(200)), w.now)
  expect(rowsOf(engine)).toMatchObject({ rows: 0, loadedAt: null, kept: false })
  expect(read(engine, 'users.list', { accountId: w.acme })).toEqual([])
})

test('kept again it is due to be fetched, and whole once it was', () => {
  const { engine } = openWorld()
  const before = rowsOf(engine)
  engine.keep(w.acme, false)
  engine.keep(w.acme, true)
  expect(engine.state().snapshotsDue).toEqual([w.acme])
  expect(read(engine, 'accounts.get', { accountId: w.acme })).toMatchObject({ loaded: false, kept: true })
  engine.applySnapshot(w.acme, w.snapshot(w.entry(w.acme, 'Acme Logistics', 'admin'), w.rows), w.now)
  expect(rowsOf(engine)).toMatchObject({ rows: before?.rows, kept: true })
  expect(engine.state().snapshotsDue).toEqual([])
  // Said again it fetches nothing again.
  engine.keep(w.acme, true)
  expect(engine.state().snapshotsDue).toEqual([])
})

test('a bootstrap that was cut goes on without waiting for accounts that are not kept', () => {
  const { engine } = openEngine()
  engine.applyBootstrap(w.bootstrap(), w.now)
  engine.keep(w.acme, false)
  const lines = w.bootstrap(w.cursor(300))
  // Cut after the second account of four.
  const cut = lines.findIndex((line) => line.type === 'account' && line.accountId === w.borealis) + 1
  engine.applyBootstrap(lines.slice(0, cut), w.now)
  expect(engine.state().cutBootstrap).toMatchObject({ after: w.borealis, complete: [w.acme, w.borealis] })
})

test('the figures of the summary are those of the accounts, and their sizes add up to what the file holds', () => {
  const { engine } = openWorld()
  engine.keep(w.cumulus, false)
  const accounts = read(engine, 'offline.accounts', {})
  const summary = read(engine, 'offline.summary', {})
  expect(summary).toMatchObject({
    accounts: 4,
    accountsKept: 3,
    accountsDue: 0,
    unsent: 0,
    isReadOnly: false,
  })
  expect(summary.rows).toBe(accounts.reduce((sum, { rows }) => sum + rows, 0))
  const bytes = accounts.reduce((sum, account) => sum + account.bytes, 0)
  expect(bytes).toBeGreaterThan(0)
  expect(summary.fileBytes).toBeGreaterThan(0)
  expect(engine.keep(w.unknownAccount, false)).toMatchObject({ ok: false, error: { code: 'not_found' } })
})

test('an edit that is stale in an account that is not kept says so, and both sides are shown once it is kept again', () => {
  const { engine } = openWorld()
  const id = w.mutationId(1)
  const wanted = { accountId: w.acme, membershipId: w.ben, role: 'technician', baseVersion: 1 } as const
  engine.enqueue(id, { name: 'memberships.setPermissions', args: wanted }, w.now)
  engine.keep(w.acme, false)
  engine.moveOutbox(id, { to: 'sending' })
  const theirs = w.membership(w.ben, w.acme, 'Ben Adu', { role: 'billing', permissions: [], version: 2 })
  engine.moveOutbox(id, { to: 'refused', problem: problem('stale_version', { current: theirs }) })
  expect(read(engine, 'outbox.list', {})).toMatchObject([
    { state: 'refused', problem: { code: 'stale_version' }, conflict: null, isKept: false },
  ])

  engine.keep(w.acme, true)
  const rows = [...w.rows, { entity: 'membership' as const, rows: [theirs] }]
  engine.applySnapshot(w.acme, w.snapshot(w.entry(w.acme, 'Acme Logistics', 'admin'), rows), w.now)
  engine.retry(id, w.mutationId(2), w.now)
  const [item] = read(engine, 'outbox.list', {})
  expect(item).toMatchObject({ state: 'refused', isKept: true })
  expect(item?.conflict?.fields[0]).toMatchObject({
    field: 'role',
    base: 'viewer',
    mine: 'technician',
    theirs: 'billing',
  })
})
