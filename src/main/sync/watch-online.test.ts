import { expect, test } from 'vitest'
import { fakeTime } from '../testing/fake-time.ts'
import { lookWhileOfflineMs, lookWhileOnlineMs, watchOnline } from './watch-online.ts'

test('tells once when the network is back, soon after it is, and looks seldom while it is there', async () => {
  const time = fakeTime()
  let online = true
  let back = 0
  let looks = 0
  const isOnline = () => {
    looks += 1
    return online
  }
  watchOnline(time.timers, isOnline, () => {
    back += 1
  })
  await time.advance(60_000)
  expect(looks, 'once at the start, then four times a minute').toBe(1 + 60_000 / lookWhileOnlineMs)
  online = false
  await time.advance(lookWhileOnlineMs + 5 * lookWhileOfflineMs)
  expect(back).toBe(0)
  online = true
  await time.advance(lookWhileOfflineMs)
  expect(back).toBe(1)
  await time.advance(60_000)
  expect(back).toBe(1)
})
