import { mutationIdSchema, type Problem, problem } from '@gatehouse/contract'
import { v7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import type { SessionState } from '../../ipc/views.ts'
import { createLinkInbox, isBusyForLinks, most, mostWaiting, quietFor, waitsFor } from './link-inbox.ts'

const code = 'b'.repeat(43)

function inbox() {
  const arrived: string[] = []
  const refused: Problem[] = []
  const { clock, pass } = clockOf()
  const window = { isOpen: true }
  const links = createLinkInbox({
    newKey: () => mutationIdSchema.parse(v7()),
    clock,
    hasWindow: () => window.isOpen,
    on: { arrived: (linkId) => arrived.push(linkId), refused: (problem) => refused.push(problem) },
  })
  return { links, arrived, refused, pass, window }
}

function clockOf() {
  let at = Date.parse('2026-03-10T12:00:00.000Z')
  return {
    clock: { now: () => new Date(at) },
    pass(milliseconds: number) {
      at += milliseconds
    },
  }
}

const linkOf = (n: number) => `gatehouse://invite/${String(n).padStart(43, '0')}`

describe('links from outside', () => {
  test('wait until the renderer listens, and then come in order', () => {
    const { links, arrived, refused } = inbox()
    links.arrive(`gatehouse://invite/${code}`)
    links.arrive('gatehouse://nonsense')
    expect([arrived.length, refused.length]).toEqual([0, 0])
    links.ready()
    expect([arrived.length, refused.length]).toEqual([1, 1])
    links.get(arrived[0] ?? '')
    links.ready()
    expect([arrived.length, refused.length]).toEqual([1, 1])
  })

  test('the same link twice is one link', () => {
    const { links, arrived } = inbox()
    links.ready()
    links.arrive(`gatehouse://invite/${code}`)
    links.arrive(`gatehouse://invite/${code}`)
    expect(new Set(arrived).size).toBe(1)
  })

  test('of a flood the newest few wait to be shown, and the newest twenty are remembered', () => {
    const { links, arrived } = inbox()
    for (let n = 0; n < 30; n += 1) links.arrive(linkOf(n))
    links.ready()
    expect(arrived).toHaveLength(mostWaiting)
    const shown = arrived.map((linkId) => links.get(linkId))
    expect(shown.every(({ ok }) => ok)).toBe(true)
    const tokens = shown.map((link) => (link.ok ? Number(link.value.token) : -1))
    expect(tokens).toEqual([25, 26, 27, 28, 29])
    const added = Array.from({ length: 30 }, (_, n) => links.add(linkOf(100 + n)))
    const known = added.filter((link) => link.ok && links.get(link.value.linkId).ok)
    expect(known).toHaveLength(most)
  })

  test('one that arrives again before anybody looked at it is told of once', () => {
    const { links, arrived } = inbox()
    links.ready()
    for (let n = 0; n < 3; n += 1) links.arrive(linkOf(1))
    expect(arrived).toHaveLength(1)
    links.get(arrived[0] ?? '')
    links.arrive(linkOf(1))
    expect(arrived, 'clicked again after it was shown').toEqual([arrived[0], arrived[0]])
  })

  test('a page that begins anew is told again of what nobody has looked at, and of nothing else', () => {
    const { links, arrived } = inbox()
    links.ready()
    links.arrive(linkOf(1))
    links.arrive(linkOf(2))
    links.get(arrived[0] ?? '')
    links.ready()
    expect(arrived).toEqual([arrived[0], arrived[1], arrived[1]])
  })

  test('one that waited for more than an hour is forgotten, which is said once', () => {
    const { links, arrived, refused, pass } = inbox()
    links.hold()
    links.arrive(linkOf(1))
    links.arrive(linkOf(2))
    pass(waitsFor)
    links.arrive(linkOf(3))
    pass(1)
    links.ready()
    links.release()
    expect(arrived).toHaveLength(1)
    expect(refused).toEqual([expect.objectContaining({ detail: expect.stringContaining('too long') })])
    links.ready()
    expect(refused).toHaveLength(1)
  })

  test('a page that fires off links that are none is complained about once in a while', () => {
    const { links, refused, pass } = inbox()
    links.ready()
    for (let n = 0; n < 100; n += 1) links.arrive(`gatehouse://nonsense/${n}`)
    expect(refused).toHaveLength(1)
    pass(quietFor)
    links.arrive('gatehouse://nonsense')
    expect(refused).toHaveLength(2)
    expect(JSON.stringify(refused)).not.toContain('nonsense')
  })

  test('without a window they wait for the next one', () => {
    const { links, arrived, refused, window } = inbox()
    links.ready()
    window.isOpen = false
    links.arrive(linkOf(1))
    links.arrive('gatehouse://nonsense')
    expect([arrived.length, refused.length]).toEqual([0, 0])
    window.isOpen = true
    links.ready()
    expect([arrived.length, refused.length]).toEqual([1, 1])
  })

  test('a link that was closed is gone', () => {
    const { links } = inbox()
    const added = links.add(code)
    if (!added.ok) throw new Error('not added')
    links.remove(added.value.linkId)
    expect(links.get(added.value.linkId).ok).toBe(false)
  })
})

describe('while something is under way that a dialog would interrupt', () => {
  const server = { address: 'https://gate.example.com', name: 'Gate', apiVersion: 1 }
  const progress = { usable: false, paused: false } as Extract<SessionState, { state: 'loading' }>['progress']
  const loading = { state: 'loading', server, principal: null, progress, problem: null } as const
  const states: [string, SessionState, boolean][] = [
    ['a start', { state: 'starting' }, true],
    ['the first start', { state: 'no-server', suggestion: null, problem: null }, false],
    ['signed out', { state: 'signed-out', server, signingIn: false, problem: null }, false],
    ['signing in', { state: 'signed-out', server, signingIn: true, problem: null }, true],
    ['loading', loading, true],
    ['loading, and it can be used', { ...loading, progress: { ...progress, usable: true } }, false],
    ['loading that was stopped', { ...loading, progress: { ...progress, paused: true } }, false],
    ['loading that went wrong', { ...loading, problem: problem('offline') }, false],
    ['locked', { state: 'locked' } as SessionState, true],
    ['at work', { state: 'signed-in' } as SessionState, false],
  ]
  test.each(states)('%s', (_what, state, isBusy) => {
    expect(isBusyForLinks(state)).toBe(isBusy)
  })

  test('links wait until it is over', () => {
    const { links, arrived } = inbox()
    links.ready()
    links.pause(true)
    links.arrive(linkOf(1))
    links.ready()
    links.release()
    expect(arrived).toEqual([])
    links.pause(false)
    expect(arrived).toHaveLength(1)
  })
})

test('that its server may be asked is remembered of one link, not of the next', () => {
  const { links } = inbox()
  const added = links.add(`${linkOf(1)}?server=https://gate.example.com`)
  const other = links.add(`${linkOf(2)}?server=https://gate.example.com`)
  if (!added.ok || !other.ok) throw new Error('not added')
  expect(links.agree(added.value.linkId)).toMatchObject({ ok: true, value: { isAgreed: true } })
  expect(links.get(other.value.linkId)).toMatchObject({ ok: true, value: { isAgreed: false } })
  expect(links.agree('unknown').ok).toBe(false)
})

describe('while it is locked', () => {
  test('links wait, also when the window begins anew, until it is unlocked', () => {
    const { links, arrived } = inbox()
    links.ready()
    links.hold()
    links.arrive(`gatehouse://invite/${code}`)
    links.ready()
    expect(arrived).toEqual([])
    links.release()
    expect(arrived).toHaveLength(1)
  })

  test('unlocked before the window listens, they wait for the window', () => {
    const { links, arrived } = inbox()
    links.ready()
    links.hold()
    links.arrive(`gatehouse://invite/${code}`)
    links.release()
    expect(arrived).toEqual([])
    links.ready()
    expect(arrived).toHaveLength(1)
  })
})

test('for another login the link is shown again, unless it was closed', () => {
  const { links, arrived } = inbox()
  links.ready()
  links.arrive(`gatehouse://invite/${code}`)
  links.hold()
  links.again(arrived[0] ?? '')
  links.release()
  links.ready()
  expect(arrived).toEqual([arrived[0], arrived[0]])
  links.remove(arrived[0] ?? '')
  links.again(arrived[0] ?? '')
  expect(arrived).toHaveLength(2)
})
