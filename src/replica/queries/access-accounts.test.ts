import type * as c from '@gatehouse/contract'
import { expect, test } from 'vitest'
import { type FedEngine, openWorld, read } from '../testing/temporary.ts'
import * as w from '../testing/world.ts'

function lookedThrough(): FedEngine {
  const { engine } = openWorld()
  const inDelta = w.membership(w.uuid<c.MembershipId>(4, 90), w.delta, 'Ben Adu', {
    userId: w.uuid<c.UserId>(6, 3),
  })
  const inBorealis = w.membership(w.uuid<c.MembershipId>(4, 91), w.borealis, 'Vera Lind')
  const changes = [
    w.put({ entity: 'membership', rows: [inDelta] }, w.delta),
    w.put({ entity: 'membership', rows: [inBorealis] }, w.borealis),
  ]
  engine.applyPage(w.page(101, changes), w.now)
  for (;;) {
    const { looked } = read(engine, 'access.find', {})
    if (looked.done === looked.of) return engine
  }
}

test('the accounts of what was found are told, those that may be reviewed first, and how many there are', () => {
  const engine = lookedThrough()
  const all = read(engine, 'access.accounts', {})
  expect(all).toEqual({ accountIds: [w.acme, w.borealis, w.delta], total: 3, reviewable: 1 })
  expect(read(engine, 'access.accounts', { filter: { text: 'ben' } }).accountIds).toEqual([w.acme, w.delta])
  expect(read(engine, 'access.accounts', { limit: 1 })).toMatchObject({ accountIds: [w.acme], total: 3 })
  expect(read(engine, 'access.accounts', { filter: { text: 'vera' } })).toMatchObject({ reviewable: 0 })
  expect(read(engine, 'access.accounts', { filter: { text: 'nobody' } })).toEqual({
    accountIds: [],
    total: 0,
    reviewable: 0,
  })
})
