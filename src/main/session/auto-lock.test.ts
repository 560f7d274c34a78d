import { describe, expect, test } from 'vitest'
import type { LockReason, Preferences } from '../../ipc/views.ts'
import { fakeTime } from '../testing/fake-time.ts'
import { startAutoLock } from './auto-lock.ts'

const minute = 60_000

function setUp(preferences: Partial<Pick<Preferences, 'lockAfterMinutes' | 'lockOnScreenLock'>> = {}) {
  const time = fakeTime()
  const chosen = {
    lockAfterMinutes: 15 as Preferences['lockAfterMinutes'],
    lockOnScreenLock: true,
    ...preferences,
  }
  const locks: LockReason[] = []
  let touchedAt = time.clock.now().getTime()
  let screenGone = (): void => {}
  let looks = 0
  const autoLock = startAutoLock({
    power: {
      idleSeconds() {
        looks += 1
        return Math.floor((time.clock.now().getTime() - touchedAt) / 1000)
      },
      onScreenGone(run) {
        screenGone = run
        return () => {
          screenGone = () => {}
        }
      },
    },
    timers: time.timers,
    preferences: () => chosen,
    lock: (reason) => void locks.push(reason),
  })
  return {
    time,
    chosen,
    locks,
    autoLock,
    touch() {
      touchedAt = time.clock.now().getTime()
    },
    screenGone: () => screenGone(),
    looks: () => looks,
  }
}

describe('when nobody is there', () => {
  test('it locks after as long as was chosen, and not before', async () => {
    const { time, locks } = setUp()
    await time.advance(15 * minute - 1)
    expect(locks).toEqual([])
    await time.advance(1)
    expect(locks).toEqual(['idle'])
  })

  test('a key in between begins the time anew', async () => {
    const { time, locks, touch } = setUp()
    await time.advance(14 * minute)
    touch()
    await time.advance(14 * minute)
    expect(locks).toEqual([])
    await time.advance(minute)
    expect(locks).toEqual(['idle'])
  })

  test('it locks again after it was unlocked and left again', async () => {
    const { time, locks, touch } = setUp({ lockAfterMinutes: 5 })
    await time.advance(5 * minute)
    await time.advance(2 * minute)
    touch()
    await time.advance(5 * minute)
    expect(locks).toEqual(['idle', 'idle'])
  })

  test('never is never', async () => {
    const { time, locks } = setUp({ lockAfterMinutes: 0 })
    await time.advance(24 * 60 * minute)
    expect(locks).toEqual([])
    expect(time.waiting()).toEqual([])
  })

  test('another choice counts at once', async () => {
    const { time, locks, chosen, autoLock } = setUp({ lockAfterMinutes: 60 })
    await time.advance(6 * minute)
    chosen.lockAfterMinutes = 5
    autoLock.changed()
    expect(locks).toEqual(['idle'])
  })

  test('it is hardly looked at while somebody works', async () => {
    const { time, touch, looks } = setUp()
    for (let passed = 0; passed < 60; passed += 1) {
      await time.advance(minute)
      touch()
    }
    expect(looks()).toBeLessThan(10)
  })
})

describe('together with the screen', () => {
  test('it locks, unless that was switched off', () => {
    const { locks, chosen, screenGone } = setUp()
    screenGone()
    expect(locks).toEqual(['screen'])
    chosen.lockOnScreenLock = false
    screenGone()
    expect(locks).toEqual(['screen'])
  })

  test('and not after the program was told to stop', () => {
    const { locks, autoLock, screenGone, time } = setUp()
    autoLock.stop()
    screenGone()
    expect(locks).toEqual([])
    expect(time.waiting()).toEqual([])
  })
})
