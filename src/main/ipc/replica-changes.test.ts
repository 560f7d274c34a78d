import { expect, test } from 'vitest'
import type { EventPayload } from '../../ipc/contract.ts'
import { accountId } from '../testing/fake-sync.ts'
import { fakeTime } from '../testing/fake-time.ts'
import { createReplicaChanges } from './replica-changes.ts'

function setUp() {
  const time = fakeTime()
  const told: EventPayload<'replica.changed'>[] = []
  return { time, told, changes: createReplicaChanges(time.timers, (payload) => told.push(payload)) }
}

const row = (n: number, revision: number): EventPayload<'replica.changed'> => ({
  tables: ['membership'],
  accountIds: [accountId(n)],
  revision,
})

test('the first is told at once, those right after it together', async () => {
  const { changes, told, time } = setUp()
  for (let n = 1; n <= 5; n += 1) changes.synced(row(n, n))
  expect(told).toEqual([row(1, 1)])
  await time.advance(1000)
  expect(told).toHaveLength(2)
  expect(told[1]).toEqual({
    tables: ['membership'],
    accountIds: [2, 3, 4, 5].map(accountId),
    revision: 5,
  })
})

test('all accounts and some are all', async () => {
  const { changes, told, time } = setUp()
  changes.synced(row(1, 1))
  changes.synced(row(2, 2))
  changes.synced({ tables: ['application'], accountIds: [], revision: 3 })
  await time.advance(1000)
  expect(told[1]).toEqual({ tables: ['membership', 'application'], accountIds: [], revision: 3 })
})

test("the user's own change never waits, and one that touched nothing is not told", () => {
  const { changes, told } = setUp()
  changes.synced(row(1, 1))
  changes.local(row(2, 2))
  changes.local({ tables: [], accountIds: [], revision: 3 })
  changes.synced({ tables: [], accountIds: [], revision: 4 })
  expect(told).toEqual([row(1, 1), row(2, 2)])
})
