import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countedTime, type OfflineFacts, offlineStanding } from './offline-policy.ts'

const dayMs = 86_400_000
const contact = '2026-03-02T09:00:00.000Z'
const daysOn = (days: number): Date => new Date(Date.parse(contact) + days * dayMs)

function standing(days: number, facts: Partial<OfflineFacts> = {}) {
  return offlineStanding({ days: 14, lastContactAt: contact, now: daysOn(days), seenAt: null, ...facts })
}

describe('a copy without contact', () => {
  test('is open up to the last allowed moment, and closed after it', () => {
    expect(standing(14).isClosed).toBe(false)
    expect(offlineStanding({ ...facts14, now: new Date(daysOn(14).getTime() + 1) }).isClosed).toBe(true)
  })

  test('says so in the last three days, or the last half of a short time', () => {
    expect([10.9, 11.1].map((days) => standing(days).isNear)).toEqual([false, true])
    expect([0.9, 1.1].map((days) => standing(days, { days: 2 }).isNear)).toEqual([false, true])
  })

  test('stays open for ever where there is no limit, and before the first contact', () => {
    expect(standing(10_000, { days: null })).toMatchObject({ isClosed: false, changesAt: null })
    expect(standing(10_000, { lastContactAt: null })).toMatchObject({ isClosed: false, changesAt: null })
  })

  test('names the moment at which something changes', () => {
    expect(standing(1).changesAt).toEqual(daysOn(11))
    expect(standing(12).changesAt).toEqual(new Date(daysOn(14).getTime() + 1))
    expect(standing(15).changesAt).toBeNull()
  })
})

const facts14 = { days: 14, lastContactAt: contact, seenAt: null }

describe('a clock that was set back', () => {
  test('counts as at the latest time it has shown', () => {
    const seenAt = daysOn(15).toISOString()
    expect(standing(2, { seenAt }).isClosed).toBe(true)
    expect(countedTime(daysOn(2), seenAt)).toEqual(daysOn(15))
  })

  test('by less than a day is a correction', () => {
    expect(countedTime(daysOn(14.2), daysOn(15).toISOString())).toEqual(daysOn(14.2))
  })

  test('never opens what was closed', () => {
    const days = fc.double({ min: 0, max: 40, noNaN: true })
    fc.assert(
      fc.property(days, days, (shown, back) => {
        const seenAt = daysOn(shown).toISOString()
        const wasClosed = standing(shown, { seenAt }).isClosed
        const isBack = back < shown - 1
        return !(wasClosed && isBack) || standing(back, { seenAt }).isClosed
      }),
    )
  })
})
