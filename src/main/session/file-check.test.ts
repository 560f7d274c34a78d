import { ok } from '@gatehouse/contract'
import { expect, test } from 'vitest'
import type { Replica } from '../../replica/port.ts'
import { silentLogger } from '../ports.ts'
import { fakeTime } from '../testing/fake-time.ts'
import { startFileCheck } from './file-check.ts'

const minute = 60_000

function setUp(checkedAt: string | null = null) {
  const time = fakeTime()
  const checks: string[] = []
  let last = checkedAt
  const replica = {
    read: async () => ok({ isReadOnly: false, checkedAt: last }),
    async check(now: Date) {
      last = now.toISOString()
      checks.push(last)
      return ok(undefined)
    },
  } as unknown as Replica
  return { time, checks, ...startFileCheck({ ...time, log: silentLogger }, replica) }
}

test('the file is read through once nobody asked for anything for minutes, and then not for a day', async () => {
  const { time, checks } = setUp()
  await time.advance(2 * minute)
  expect(checks).toEqual([])
  await time.advance(60 * minute)
  expect(checks).toHaveLength(1)
  await time.advance(23 * 60 * minute)
  expect(checks).toHaveLength(1)
  await time.advance(2 * 60 * minute)
  expect(checks).toHaveLength(2)
})

test('while it is used it is left alone, and a check of today is not made again', async () => {
  const { time, checks, replica, stop } = setUp()
  for (let n = 0; n < 20; n += 1) {
    await time.advance(minute)
    await replica.read('accounts.list', {}, time.clock.now())
  }
  expect(checks).toEqual([])
  stop()
  await time.advance(600 * minute)
  expect(checks, 'it has ended').toEqual([])
  const today = setUp('2026-03-02T08:00:00.000Z')
  await today.time.advance(60 * minute)
  expect(today.checks).toEqual([])
})
