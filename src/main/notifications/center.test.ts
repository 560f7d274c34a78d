import { ok } from '@gatehouse/contract'
import { describe, expect, test } from 'vitest'
import type { Notification, NotificationTarget, Preferences } from '../../ipc/views.ts'
import { fakeTime } from '../testing/fake-time.ts'
import { createNotificationCenter, gatherMs } from './center.ts'
import { notificationText } from './texts.ts'

const on: Preferences['notify'] = {
  invitations: true,
  access: true,
  expiry: true,
  reviews: true,
  refused: true,
  names: true,
}

function given(n: number): Notification {
  return {
    id: `n${n}`,
    at: `2026-03-02T09:00:0${n}.000Z`,
    isRead: false,
    fact: { kind: 'access-taken', accountName: `Account ${n}` },
  }
}

function center({ stored = [] as Notification[], notify = on, inSight = false } = {}) {
  const time = fakeTime()
  const shown: { title: string; body: string; chosen: () => void }[] = []
  const opened: NotificationTarget[] = []
  const badge: number[] = []
  const made = createNotificationCenter({
    system: { show: (text, chosen) => void shown.push({ ...text, chosen }) },
    clock: time.clock,
    timers: time.timers,
    isInSight: () => inSight,
    preferences: () => ({ notify }),
    list: async () => ok([...stored]),
    textOf: notificationText,
    open: (target) => void opened.push(target),
    waiting: (count) => void badge.push(count),
    changed: () => {},
  })
  const look = () => time.advance(gatherMs)
  return { ...made, stored, shown, opened, badge, look, time }
}

test('what was there when the login came to work is not told again; what comes later is, once', async () => {
  const it = center({ stored: [given(1)] })
  it.begin()
  it.stored.push(given(2))
  it.changed()
  // Gathered, so that both looks are one.
  it.changed()
  await it.look()
  it.changed()
  await it.look()
  expect(it.shown.map(({ title }) => title)).toEqual(['Your access to Account 2 has ended'])
})

test('a click opens what it tells of', async () => {
  const it = center()
  it.begin()
  it.stored.push(given(3))
  it.changed()
  await it.look()
  it.shown[0]?.chosen()
  expect(it.opened).toEqual([given(3).fact])
})

test('more than three at once are counted', async () => {
  const it = center()
  it.begin()
  it.stored.push(given(1), given(2), given(3), given(4))
  it.changed()
  await it.look()
  expect(it.shown.map(({ title }) => title)).toEqual(['4 new notifications'])
})

test('nothing is shown over a window in sight, nor of a kind that is switched off', async () => {
  for (const options of [{ inSight: true }, { notify: { ...on, access: false, refused: false } }]) {
    const it = center(options)
    it.begin()
    it.stored.push(given(1))
    it.changed()
    it.refused(2)
    await it.look()
    expect(it.shown).toEqual([])
    expect(it.badge.at(-1)).toBe(3)
  }
})

test('without names it says only that there is something', async () => {
  const it = center({ notify: { ...on, names: false } })
  it.begin()
  it.stored.push(given(1))
  it.changed()
  await it.look()
  expect(JSON.stringify(it.shown)).not.toContain('Account')
  expect(it.shown).toHaveLength(1)
})

test('refused changes are told when they become more, and open the outbox', async () => {
  const it = center()
  it.begin()
  it.refused(1)
  it.refused(1)
  it.refused(0)
  expect(it.shown.map(({ title }) => title)).toEqual(['1 change was refused'])
  it.shown[0]?.chosen()
  expect(it.opened).toEqual([{ kind: 'refused' }])
})

describe('access that ended', () => {
  test('is told by its name, listed until it is forgotten, and can be read', async () => {
    const it = center({ stored: [given(1)] })
    it.begin()
    it.accessEnded(['Nimbus'])
    await it.look()
    expect(it.shown.map(({ title }) => title)).toEqual(['Your access to Nimbus has ended'])
    const listed = it.withEnded(it.stored)
    expect(listed).toHaveLength(2)
    it.markEndedRead(null)
    expect(it.withEnded([])).toMatchObject([{ isRead: true }])
    it.forget()
    expect(it.withEnded([])).toEqual([])
    expect(it.badge.at(-1)).toBe(0)
  })
})
