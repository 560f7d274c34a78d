import { fail, type MutationId, ok, problem } from '@gatehouse/contract'
import { describe, expect, test } from 'vitest'
import { accountId, fakeSync, offline, type Sent } from '../testing/fake-sync.ts'
import { settled } from '../testing/fake-time.ts'
import { createPushLoop } from './push-loop.ts'

const never = new AbortController().signal

function setUp() {
  const sync = fakeSync()
  let agreed = 0
  const loop = createPushLoop(sync.deps, {
    moved: async () => {},
    agreed: () => {
      agreed += 1
    },
  })
  return { ...sync, loop, agreed: () => agreed, push: () => loop.push(never) }
}

const refusal = problem('forbidden', { detail: 'No longer.' })

describe('sending', () => {
  test('keeps the order within an account', async () => {
    const { local, server, push, agreed } = setUp()
    const ids = [1, 2, 1, 2, 1].map((n) => ({ n, id: local.enqueue(accountId(n)) }))
    await push()
    for (const n of [1, 2]) {
      const made = ids.filter((change) => change.n === n).map(({ id }) => id)
      expect(server.sent.filter((id) => made.includes(id))).toEqual(made)
    }
    expect(agreed()).toBe(5)
  })

  test('works in four accounts at a time, and never twice in one', async () => {
    const { local, server, push } = setUp()
    const waiting = new Map<MutationId, (answer: Sent) => void>()
    server.answers.send = (id) => new Promise((resolve) => waiting.set(id, resolve))
    const first = [1, 2, 3, 4, 5, 6].map((n) => local.enqueue(accountId(n)))
    const second = local.enqueue(accountId(1))
    const pushed = push()
    await settled()
    expect(server.sent).toEqual(first.slice(0, 4))
    waiting.get(first[1] as MutationId)?.(ok({ transaction: '1' }))
    await settled()
    expect(server.sent).toEqual(first.slice(0, 5))
    expect(server.sent).not.toContain(second)
    server.answers.send = () => ok({ transaction: '2' })
    for (const answer of waiting.values()) answer(ok({ transaction: '1' }))
    await pushed
    expect(server.sent).toHaveLength(7)
    expect(server.mostUnderWay()).toBe(4)
  })

  test('a change undone at the last moment is not sent', async () => {
    const { local, server, push } = setUp()
    const undone = local.enqueue(accountId(1))
    const next = local.enqueue(accountId(1))
    const read = local.replica.outgoing
    local.replica.outgoing = async () => {
      const found = await read()
      // The user was told "undone" after the loop had looked, and before it marked the change as on its way.
      const at = local.rows.findIndex(({ mutationId }) => mutationId === undone)
      if (at >= 0) local.rows.splice(at, 1)
      return found
    }
    await push()
    expect(server.sent).toEqual([next])
  })

  test('a refused change is handed to the user and lets later ones through', async () => {
    const { local, server, push } = setUp()
    const bad = local.enqueue(accountId(1))
    const good = local.enqueue(accountId(1))
    server.answers.send = (id) => (id === bad ? fail(refusal) : ok({ transaction: '7' }))
    expect(await push()).toBeNull()
    expect(local.stateOf(bad)).toBe('refused')
    expect(local.rows[0]?.problem).toEqual(refusal)
    expect(local.stateOf(good)).toBe('sent')
  })

  test.each(['validation', 'not_found', 'stale_version', 'idempotency_mismatch', 'too_large'] as const)(
    '%s is a refusal',
    async (code) => {
      const { local, server, push } = setUp()
      const id = local.enqueue(accountId(1))
      server.answers.send = () => fail(problem(code))
      await push()
      expect(local.stateOf(id)).toBe('refused')
    },
  )

  test.each([
    'offline',
    'unavailable',
    'internal',
    'rate_limited',
    'unauthenticated',
    'not_gatehouse',
  ] as const)('%s keeps the change waiting', async (code) => {
    const { local, server, push } = setUp()
    const id = local.enqueue(accountId(1))
    server.answers.send = () => fail(problem(code))
    expect(await push()).toMatchObject({ code })
    expect(local.stateOf(id)).toBe('waiting')
    expect(server.sent).toHaveLength(1)
  })
})

describe('pauses', () => {
  test('without a connection everything waits, longer each time, up to a minute', async () => {
    const { local, server, loop, push, time } = setUp()
    local.enqueue(accountId(1))
    local.enqueue(accountId(2))
    server.answers.send = () => fail(offline)
    const waits: number[] = []
    for (let n = 0; n < 9; n += 1) {
      await push()
      const wait = (loop.resumesAt() ?? 0) - time.clock.now().getTime()
      waits.push(wait)
      await push()
      await time.advance(wait)
    }
    // Two were under way in the first try, and each failure doubles the bound.
    expect(waits[0]).toBeGreaterThanOrEqual(1000)
    expect(waits).toEqual([...waits].sort((a, b) => a - b))
    expect(waits.at(-1)).toBe(60_000)
  })

  test('the whole span up to the bound is drawn from', async () => {
    const { local, server, loop, push, deps, time } = setUp()
    Object.assign(deps, { random: () => 0.25 })
    local.enqueue(accountId(1))
    server.answers.send = () => fail(offline)
    const again = createPushLoop(deps, { moved: async () => {}, agreed: () => {} })
    await again.push(never)
    expect((again.resumesAt() ?? 0) - time.clock.now().getTime()).toBe(250)
    expect(loop.resumesAt()).toBeNull()
    expect(await push()).toMatchObject({ code: 'offline' })
  })

  test('Retry-After is kept to, even when a retry is asked for', async () => {
    const { local, server, loop, push, time } = setUp()
    local.enqueue(accountId(1))
    server.answers.send = () => fail(problem('rate_limited', { retryAfterMs: 42_000 }))
    await push()
    loop.retryNow()
    await push()
    expect(server.sent).toHaveLength(1)
    expect((loop.resumesAt() ?? 0) - time.clock.now().getTime()).toBe(42_000)
    await time.advance(42_001)
    server.answers.send = () => ok({ transaction: '7' })
    await push()
    expect(server.sent).toHaveLength(2)
  })

  test('contact ends a guessed pause', async () => {
    const { local, server, loop, push } = setUp()
    const id = local.enqueue(accountId(1))
    server.answers.send = () => fail(offline)
    await push()
    server.answers.send = () => ok({ transaction: '7' })
    await push()
    expect(local.stateOf(id)).toBe('waiting')
    loop.retryNow()
    await push()
    expect(local.stateOf(id)).toBe('sent')
  })

  test('a change at which the server fails holds up its own account alone', async () => {
    const { local, server, push } = setUp()
    const bad = local.enqueue(accountId(1))
    const behind = local.enqueue(accountId(1))
    const elsewhere = local.enqueue(accountId(2))
    server.answers.send = (id) => (id === bad ? fail(problem('internal')) : ok({ transaction: '7' }))
    await push()
    expect([bad, behind, elsewhere].map(local.stateOf)).toEqual(['waiting', 'waiting', 'sent'])
  })
})
