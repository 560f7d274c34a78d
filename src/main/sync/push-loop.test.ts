import { fail, type Intent, type MutationId, ok, problem } from '@gatehouse/contract'
import { describe, expect, test } from 'vitest'
import { fileProblem, ReplicaFailure } from '../../replica/failures.ts'
import { accountId, fakeSync, offline, type Sent } from '../testing/fake-sync.ts'
import { settled } from '../testing/fake-time.ts'
import { createPushLoop } from './push-loop.ts'

const never = new AbortController().signal

function setUp() {
  const sync = fakeSync()
  let agreed = 0
  let resumed = 0
  const loop = createPushLoop(sync.deps, {
    moved: async () => {},
    agreed: () => {
      agreed += 1
    },
    resumed: () => {
      resumed += 1
    },
  })
  return { ...sync, loop, agreed: () => agreed, resumed: () => resumed, push: () => loop.push(never) }
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

  test('refuses a review without asking the server where what it carries is lost, and goes on in other accounts', async () => {
    const { local, server, push } = setUp()
    const reviewed = local.enqueue(accountId(1))
    const other = local.enqueue(accountId(2))
    const row = local.rows.find(({ mutationId }) => mutationId === reviewed)
    // As far as the loop looks at it.
    if (row) row.intent = { name: 'reviews.open', args: { accountId: accountId(1) } } as Intent
    local.replica.withDocuments = async () => null
    await push()
    expect(server.sent).toEqual([other])
    expect(row).toMatchObject({ state: 'refused', problem: { state: 'documents-lost' } })
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

  test('what the server said while the disk was full is noted down later, and the change is not sent twice', async () => {
    const { deps, local, server, push, loop } = setUp()
    const { moveOutbox } = deps.replica
    let isFull = false
    deps.replica.moveOutbox = async (...move) => {
      if (isFull) throw new ReplicaFailure(fileProblem('full'))
      return moveOutbox(...move)
    }
    const id = local.enqueue(accountId(1))
    server.answers.send = () => {
      isFull = true
      return ok({ transaction: '7' })
    }
    expect(await push()).toMatchObject({ state: 'full' })
    expect(local.rows).toMatchObject([{ mutationId: id, state: 'sending' }])
    const next = local.enqueue(accountId(2))
    loop.retryNow()
    expect(await push(), 'still no room: nothing leaves').toMatchObject({ state: 'full' })
    expect(server.sent).toEqual([id])
    isFull = false
    server.answers.send = () => ok({ transaction: '8' })
    loop.retryNow()
    expect(await push()).toBeNull()
    expect(local.rows.map(({ state }) => state)).toEqual(['sent', 'sent'])
    expect(server.sent).toEqual([id, next])
  })

  test('a change that can only be taken back here waits for as long as that is offered, whoever asks for a sync', async () => {
    const { local, server, push, loop, time, resumed } = setUp()
    const id = local.enqueue(accountId(1))
    loop.hold(id, 11_000)
    const behind = local.enqueue(accountId(1))
    const elsewhere = local.enqueue(accountId(2))
    loop.retryNow()
    await push()
    expect(server.sent, 'what is behind it keeps its place').toEqual([elsewhere])
    await time.advance(11_000)
    expect(resumed()).toBe(1)
    await push()
    expect(server.sent).toEqual([elsewhere, id, behind])
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
    const { local, server, push, time, resumed } = setUp()
    local.enqueue(accountId(1))
    local.enqueue(accountId(2))
    server.answers.send = () => fail(offline)
    const waits: number[] = []
    for (let n = 0; n < 9; n += 1) {
      await push()
      const wait = time.waiting()[0] ?? 0
      waits.push(wait)
      await push()
      expect(resumed(), 'it goes on by itself, and not before').toBe(n)
      await time.advance(wait)
      expect(resumed()).toBe(n + 1)
    }
    // Two were under way in the first try, and each failure doubles the bound.
    expect(waits[0]).toBeGreaterThanOrEqual(1000)
    expect(waits).toEqual([...waits].sort((a, b) => a - b))
    expect(waits.at(-1)).toBe(60_000)
  })

  test('the whole span up to the bound is drawn from', async () => {
    const { local, server, deps, time } = setUp()
    Object.assign(deps, { random: () => 0.25 })
    local.enqueue(accountId(1))
    server.answers.send = () => fail(offline)
    const again = createPushLoop(deps, { moved: async () => {}, agreed: () => {}, resumed: () => {} })
    await again.push(never)
    expect(time.waiting()).toEqual([250])
    again.stop()
    expect(time.waiting(), 'nothing goes on after a stop').toEqual([])
  })

  test('Retry-After is kept to, even when a retry is asked for', async () => {
    const { local, server, loop, push, time } = setUp()
    local.enqueue(accountId(1))
    server.answers.send = () => fail(problem('rate_limited', { retryAfterMs: 42_000 }))
    await push()
    loop.retryNow()
    await push()
    expect(server.sent).toHaveLength(1)
    expect(time.waiting()).toEqual([42_000])
    await time.advance(42_000)
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

describe('a clock that is wrong', () => {
  function withClock() {
    const sync = setUp()
    let offset = 0
    const clock = { now: () => new Date(sync.time.clock.now().getTime() + offset) }
    const loop = createPushLoop(
      { ...sync.deps, clock },
      { moved: async () => {}, agreed: () => {}, resumed: () => void loop.push(never) },
    )
    return { ...sync, loop, push: () => loop.push(never), jump: (ms: number) => (offset += ms) }
  }

  test.each([-5 * 3_600_000, 5 * 3_600_000])('and is set by %i ms makes no pause longer', async (jump) => {
    const sync = withClock()
    const id = sync.local.enqueue(accountId(1))
    sync.server.answers.send = () => fail(offline)
    await sync.push()
    sync.jump(jump)
    sync.server.answers.send = () => ok({ transaction: '7' })
    await sync.time.advance(1000)
    expect(sync.local.stateOf(id)).toBe('sent')
  })

  test('goes on while the computer sleeps: a pause that the server named is over then', async () => {
    const sync = withClock()
    const id = sync.local.enqueue(accountId(1))
    sync.server.answers.send = () => fail(problem('rate_limited', { retryAfterMs: 600_000 }))
    await sync.push()
    sync.server.answers.send = () => ok({ transaction: '7' })
    sync.loop.retryNow()
    await sync.push()
    expect(sync.local.stateOf(id), 'woken too early').toBe('waiting')
    sync.jump(3_600_000)
    sync.loop.retryNow()
    await sync.push()
    expect(sync.local.stateOf(id)).toBe('sent')
  })
})

describe('an answer that can not be read', () => {
  const unreadable = { ...problem('not_gatehouse'), unread: 'answer' as const }

  /** Tries again, with a pull that goes well in between. */
  async function tryAgain({ loop, push }: ReturnType<typeof setUp>) {
    loop.pulled()
    loop.retryNow()
    await push()
  }

  test('is asked for again under the same id, and taken when it can be read', async () => {
    const sync = setUp()
    const id = sync.local.enqueue(accountId(1))
    sync.server.answers.send = () => fail(unreadable)
    expect(await sync.push(), 'there is contact').toBeNull()
    for (let n = 0; n < 3; n += 1) await tryAgain(sync)
    expect(sync.local.stateOf(id)).toBe('waiting')
    sync.server.answers.send = () => ok({ transaction: '7' })
    await tryAgain(sync)
    expect(sync.local.stateOf(id)).toBe('sent')
    expect(new Set(sync.server.sent)).toEqual(new Set([id]))
  })

  test('again and again goes to the user, who can retry it, and lets other changes through', async () => {
    const sync = setUp()
    const id = sync.local.enqueue(accountId(1))
    const behind = sync.local.enqueue(accountId(1))
    const elsewhere = sync.local.enqueue(accountId(2))
    sync.server.answers.send = (sent) => (sent === id ? fail(unreadable) : ok({ transaction: '7' }))
    await sync.push()
    expect([id, behind, elsewhere].map(sync.local.stateOf)).toEqual(['waiting', 'waiting', 'sent'])
    for (let n = 0; n < 5; n += 1) await tryAgain(sync)
    expect([id, behind].map(sync.local.stateOf)).toEqual(['refused', 'sent'])
    const refused = sync.local.rows.find(({ mutationId }) => mutationId === id)?.problem
    expect(refused).toMatchObject({ code: 'not_gatehouse', detail: expect.stringContaining('Retry') })
    expect(refused).not.toHaveProperty('unread')
  })

  test('is nobody to be bothered with while the server can not be pulled from either', async () => {
    const sync = setUp()
    const id = sync.local.enqueue(accountId(1))
    const elsewhere = sync.local.enqueue(accountId(2))
    sync.server.answers.send = () => fail({ ...unreadable, unread: 'page' })
    for (let n = 0; n < 20; n += 1) {
      sync.loop.retryNow()
      expect(await sync.push()).toMatchObject({ code: 'not_gatehouse' })
    }
    expect([id, elsewhere].map(sync.local.stateOf)).toEqual(['waiting', 'waiting'])
  })
})
