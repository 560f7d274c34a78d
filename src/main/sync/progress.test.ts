import { describe, expect, test } from 'vitest'
import type { BootstrapStep } from '../../replica/port.ts'
import { accountId, cursor } from '../testing/fake-sync.ts'
import { fakeTime } from '../testing/fake-time.ts'
import { createProgress } from './progress.ts'

const nothing: BootstrapStep = {
  touched: { tables: [], accountIds: [], revision: 1 },
  start: null,
  accounts: 0,
  rows: 0,
  usable: false,
  ended: false,
  principal: null,
}
const begin: BootstrapStep = { ...nothing, start: { accounts: 10, rows: 1000, resumed: false } }
const rows = (n: number): BootstrapStep => ({ ...nothing, rows: n, accounts: 1 })

describe('the time that a bootstrap has left', () => {
  test('is said once its rate was watched for a while, and is what the rest takes at that rate', async () => {
    const time = fakeTime()
    const progress = createProgress(time.clock, null)
    expect(progress.after(begin).secondsLeft).toBeNull()
    const said: (number | null)[] = []
    for (let second = 1; second <= 5; second += 1) {
      await time.advance(1000)
      said.push(progress.after(rows(100)).secondsLeft)
    }
    expect(said).toEqual([null, 8, 7, 6, 5])
  })

  test('follows a connection that becomes slower, without jumping', async () => {
    const time = fakeTime()
    const progress = createProgress(time.clock, null)
    progress.after({ ...nothing, start: { accounts: 10, rows: 100_000, resumed: false } })
    for (let second = 0; second < 5; second += 1) {
      await time.advance(1000)
      progress.after(rows(1000))
    }
    await time.advance(1000)
    const first = progress.after(rows(100)).secondsLeft ?? 0
    expect(first).toBeGreaterThan(95)
    expect(first).toBeLessThan(200)
    let later = first
    for (let second = 0; second < 30; second += 1) {
      await time.advance(1000)
      later = progress.after(rows(100)).secondsLeft ?? 0
    }
    expect(later).toBeGreaterThan(800)
  })

  test('is not said while the clock jumps, and is found anew after it', async () => {
    const time = fakeTime()
    let offset = 0
    const clock = { now: () => new Date(time.clock.now().getTime() + offset) }
    const progress = createProgress(clock, null)
    progress.after(begin)
    for (let second = 0; second < 3; second += 1) {
      await time.advance(1000)
      progress.after(rows(100))
    }
    offset = -4 * 3_600_000
    await time.advance(1000)
    expect(progress.after(rows(100)).secondsLeft).toBeNull()
    for (let second = 0; second < 2; second += 1) {
      await time.advance(1000)
      progress.after(rows(100))
    }
    await time.advance(1000)
    expect(progress.after(rows(100)).secondsLeft).toBe(3)
  })

  test('counts only what is still to come of one that goes on', async () => {
    const time = fakeTime()
    const cut = { cursor: cursor(5), after: null, complete: [accountId(1), accountId(2)], accounts: 12 }
    const progress = createProgress(time.clock, cut)
    expect(progress.after({ ...begin, start: { accounts: 10, rows: 1000, resumed: true } })).toMatchObject({
      accountsDone: 2,
      accountsTotal: 12,
      rowsDone: 0,
      rowsTotal: 1000,
      usable: true,
      paused: false,
    })
  })
})
