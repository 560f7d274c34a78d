import { type Membership, rolePermissions } from '@gatehouse/contract'
import { expect, test } from 'vitest'
import * as i from '../testing/intents.ts'
import { type FedEngine, openWorld, read } from '../testing/temporary.ts'
import * as w from '../testing/world.ts'

function queue(engine: FedEngine, n: number, intent: Parameters<FedEngine['enqueue']>[1]) {
  const result = engine.enqueue(w.mutationId(n), intent, w.now)
  if (!result.ok) throw new Error(result.error.code)
}
const items = (engine: FedEngine) => read(engine, 'outbox.list', {})

function changed(engine: FedEngine, xid: number, extras: Parameters<typeof w.membership>[3]) {
  const row = w.membership(w.ben, w.acme, 'Ben Adu', { lastActiveAt: w.daysAgo(120), ...extras })
  engine.applyPage(w.page(xid, [w.put({ entity: 'membership', rows: [row] })]), w.now)
}
const technician: Partial<Membership> = { role: 'technician', permissions: [...rolePermissions.technician] }

test('what somebody else changed while an earlier change was on its way is not taken for known', () => {
  const { engine } = openWorld()
  queue(engine, 1, i.suspend(w.ben))
  queue(engine, 2, i.setRole(w.ben, 'billing', 2))
  engine.moveOutbox(w.mutationId(1), { to: 'sending' })
  changed(engine, 101, { ...technician, version: 2 })
  engine.moveOutbox(w.mutationId(1), { to: 'sent', transaction: '102' })
  changed(engine, 103, { ...technician, status: 'suspended', version: 3 })
  expect(items(engine)).toMatchObject([
    {
      state: 'refused',
      conflict: { fields: [{ field: 'role', base: 'viewer', mine: 'billing', theirs: 'technician' }, {}] },
    },
  ])
})

test('what was seen of somebody else while an earlier change was on its way is no conflict', () => {
  const { engine } = openWorld()
  queue(engine, 1, i.suspend(w.ben))
  engine.moveOutbox(w.mutationId(1), { to: 'sending' })
  changed(engine, 101, { ...technician, version: 2 })
  queue(engine, 2, i.setRole(w.ben, 'billing', 3))
  engine.moveOutbox(w.mutationId(1), { to: 'sent', transaction: '102' })
  changed(engine, 103, { ...technician, status: 'suspended', version: 3 })
  expect(items(engine)).toMatchObject([{ state: 'waiting' }])
  expect(engine.outgoing().map(({ intent }) => intent)).toEqual([i.setRole(w.ben, 'billing', 3)])
})

test('what somebody else changed and then hid a change that may have arrived is not taken for known', () => {
  const { engine } = openWorld()
  queue(engine, 1, i.setEnd(w.ben, w.daysAgo(-9), 1))
  queue(engine, 2, i.setRole(w.ben, 'billing', 2))
  engine.moveOutbox(w.mutationId(1), { to: 'sending' })
  engine.moveOutbox(w.mutationId(1), { to: 'waiting' })
  changed(engine, 105, { ...technician, endsAt: w.daysAgo(-20), version: 3 })
  engine.moveOutbox(w.mutationId(1), { to: 'sending' })
  engine.moveOutbox(w.mutationId(1), { to: 'sent', transaction: '102' })
  expect(items(engine)).toMatchObject([{ state: 'refused', conflict: { theirs: { role: 'technician' } } }])
})
