import { fail, ok, problem } from '@gatehouse/contract'
import { describe, expect, test, vi } from 'vitest'
import { accountId, emptyPage, fakeSync, offline } from '../testing/fake-sync.ts'
import { settled } from '../testing/fake-time.ts'
import { singleRunner } from './single-runner.ts'
import { type SyncFacts, statusOf } from './status.ts'
import { backstopMs, createSyncEngine, diskPauseMs } from './sync-engine.ts'

async function setUp() {
  const sync = fakeSync()
  const engine = createSyncEngine(sync.deps)
  await engine.start()
  await settled()
  /** The states gone through, counts aside. */
  const states = () =>
    sync.statuses.map(({ state }) => state).filter((state, at, all) => state !== all[at - 1])
  return { ...sync, engine, states }
}

describe('the one state of the pill', () => {
  const calm: SyncFacts = {
    signInNeeded: false,
    contact: 'made',
    why: null,
    busy: false,
    waiting: 0,
    attention: 0,
    syncedAt: null,
  }
  test.each<[Partial<SyncFacts>, string]>([
    [{}, 'synced'],
    [{ waiting: 1 }, 'syncing'],
    [{ busy: true }, 'syncing'],
    [{ contact: 'unknown' }, 'syncing'],
    [{ contact: 'lost', waiting: 3, busy: true }, 'offline'],
    [{ contact: 'lost', attention: 1 }, 'attention'],
    [{ why: 'disk', busy: true, waiting: 1 }, 'attention'],
    [{ signInNeeded: true, contact: 'lost', attention: 1, waiting: 1, busy: true }, 'sign-in'],
  ])('%j is %s', (facts, state) => {
    expect(statusOf({ ...calm, ...facts }).state).toBe(state)
  })
})

describe('with contact', () => {
  test('it is synced once the first pull has ended, and says so once', async () => {
    const { engine, states } = await setUp()
    expect(states()).toEqual(['syncing', 'synced'])
    expect(engine.status().syncedAt).toBe('2026-03-02T09:00:00.000Z')
    await engine.stop()
  })

  test('a change is sent at once, and settles by a pull', async () => {
    const { engine, local, states } = await setUp()
    const id = local.enqueue(accountId(1))
    engine.outboxChanged()
    await settled()
    expect(local.stateOf(id)).toBe('gone')
    expect(states()).toEqual(['syncing', 'synced', 'syncing', 'synced'])
    await engine.stop()
  })

  test('many changes are sent without a look at the outbox and a pull for each', async () => {
    const { engine, local, server, deps } = await setUp()
    const outgoing = vi.spyOn(deps.replica, 'outgoing')
    const pulls = server.pulls()
    for (let n = 0; n < 200; n += 1) local.enqueue(accountId(n))
    server.answers.send = () => {
      server.pokeStreams[0]?.poke()
      return ok({ transaction: '7' })
    }
    engine.outboxChanged()
    await settled()
    expect(server.sent).toHaveLength(200)
    expect(local.rows, 'and all of them settled').toEqual([])
    expect(server.pulls() - pulls).toBeLessThanOrEqual(3)
    expect(outgoing.mock.calls.length).toBeLessThanOrEqual(5)
    await engine.stop()
  })

  test('a poke pulls, and many pokes at once pull no more than needed', async () => {
    const { engine, server } = await setUp()
    const before = server.pulls()
    for (let n = 0; n < 50; n += 1) server.pokeStreams[0]?.poke()
    await settled()
    expect(server.pulls() - before).toBeLessThanOrEqual(2)
    expect(server.pulls() - before).toBeGreaterThanOrEqual(1)
    await engine.stop()
  })

  test('nobody poking, it looks once a minute', async () => {
    const { engine, server, time } = await setUp()
    const before = server.pulls()
    await time.advance(backstopMs * 3)
    expect(server.pulls() - before).toBe(3)
    await engine.stop()
  })

  test('a status is told when something in it changed, and not otherwise', async () => {
    const { engine, statuses, time } = await setUp()
    await time.advance(backstopMs * 3)
    const told = statuses.map((status) => JSON.stringify(status))
    expect(told.every((status, at) => status !== told[at - 1])).toBe(true)
    await engine.stop()
  })

  test('a refused change needs the user, whatever else holds', async () => {
    const { engine, local, server, states } = await setUp()
    server.answers.send = () => fail(problem('forbidden'))
    local.enqueue(accountId(1))
    engine.outboxChanged()
    await settled()
    expect(states().at(-1)).toBe('attention')
    expect(engine.status()).toMatchObject({ attention: 1, waiting: 0 })
    await engine.stop()
  })
})

describe('without contact', () => {
  async function cutOff() {
    const sync = await setUp()
    sync.server.answers.changes = () => fail(offline)
    sync.server.answers.send = () => fail(offline)
    sync.server.answers.pokes = () => offline
    sync.server.pokeStreams[0]?.end(fail(offline))
    await settled()
    return sync
  }

  test('it is offline as soon as the stream breaks and a pull fails', async () => {
    const { engine, states } = await cutOff()
    expect(states().at(-1)).toBe('offline')
    await engine.stop()
  })

  test.each([
    [{ ...offline, state: 'certificate' }, 'certificate'],
    [problem('not_gatehouse'), 'stranger'],
    [offline, undefined],
  ] as const)('why it is offline is told where it is known', async (why, told) => {
    const { engine, server } = await cutOff()
    server.answers.changes = () => fail(why)
    await engine.now()
    expect(engine.status().state).toBe('offline')
    expect(engine.status().why).toBe(told)
    server.answers.changes = () => ok(emptyPage())
    await engine.now()
    expect(engine.status().why).toBeUndefined()
    await engine.stop()
  })

  test('a stream that is cut as soon as it is open is asked for less and less', async () => {
    const { engine, server, time } = await setUp()
    const opened = () => server.pokeStreams.length
    const cut = () => server.pokeStreams.at(-1)?.end(ok(undefined))
    for (let n = 0; n < 300; n += 1) {
      cut()
      await time.advance(1000)
    }
    expect(opened()).toBeLessThanOrEqual(30)
    // One that stays open for a while was a good one.
    await time.advance(60_000)
    const before = opened()
    cut()
    await settled()
    await time.advance(1000)
    expect(opened()).toBe(before + 1)
    await engine.stop()
  })

  test('changes wait, and go out by themselves when the server is back', async () => {
    const { engine, local, server, states, time } = await cutOff()
    const ids = [1, 1, 2].map((n) => local.enqueue(accountId(n)))
    engine.outboxChanged()
    await time.advance(120_000)
    expect(ids.map(local.stateOf)).toEqual(['waiting', 'waiting', 'waiting'])
    expect(engine.status()).toMatchObject({ state: 'offline', waiting: 3 })
    server.answers.changes = () => ok(emptyPage())
    server.answers.send = () => ok({ transaction: '9' })
    server.answers.pokes = () => null
    await time.advance(15_000)
    expect(ids.map(local.stateOf)).toEqual(['gone', 'gone', 'gone'])
    expect(states().at(-1)).toBe('synced')
    await engine.stop()
  })

  test('asking for a sync tries at once', async () => {
    const { engine, local, server } = await cutOff()
    const id = local.enqueue(accountId(1))
    engine.outboxChanged()
    server.answers.changes = () => ok(emptyPage())
    server.answers.send = () => ok({ transaction: '9' })
    expect((await engine.now()).ok).toBe(true)
    await settled()
    expect(local.stateOf(id)).toBe('gone')
    await engine.stop()
  })

  test('pauses between tries grow no longer than a quarter of a minute', async () => {
    const { engine, time } = await cutOff()
    for (let n = 0; n < 20; n += 1) {
      await time.advance(15_000)
      expect(time.waiting()[0]).toBeLessThanOrEqual(15_000)
    }
    await engine.stop()
  })
})

test('a disk that takes nothing more is no lost connection, and is said until there is room', async () => {
  const { engine, local, states, time } = await setUp()
  const { applyPage } = local.replica
  local.replica.applyPage = async () => fail(problem('replica_unavailable', { state: 'full' }))
  expect(await engine.now()).toMatchObject({ error: { code: 'replica_unavailable' } })
  expect(engine.status()).toMatchObject({ state: 'attention', why: 'disk', attention: 0 })
  local.replica.applyPage = applyPage
  await time.advance(diskPauseMs)
  expect(engine.status()).toMatchObject({ state: 'synced' })
  expect(engine.status().why).toBeUndefined()
  expect(states()).not.toContain('offline')
  await engine.stop()
})

describe('an ended sign-in', () => {
  test('keeps everything, sends nothing, and goes on after the sign-in', async () => {
    const { engine, local, server, states } = await setUp()
    server.answers.send = () => fail(problem('unauthenticated'))
    server.answers.changes = () => fail(problem('unauthenticated'))
    engine.signInNeeded()
    const id = local.enqueue(accountId(1))
    engine.outboxChanged()
    await settled()
    expect(states().at(-1)).toBe('sign-in')
    expect(local.stateOf(id)).toBe('waiting')
    server.answers.send = () => ok({ transaction: '9' })
    server.answers.changes = () => ok(emptyPage())
    engine.signedInAgain()
    await settled()
    expect(local.stateOf(id)).toBe('gone')
    expect(states().at(-1)).toBe('synced')
    await engine.stop()
  })
})

test('nothing runs any more after a stop', async () => {
  const { engine, server, time, statuses } = await setUp()
  await engine.stop()
  const [pulls, told] = [server.pulls(), statuses.length]
  await time.advance(backstopMs * 5)
  expect([server.pulls(), statuses.length]).toEqual([pulls, told])
  expect(time.waiting()).toEqual([])
})

describe('one run at a time', () => {
  test('whoever asks during a run gets one that began after', async () => {
    let runs = 0
    let release = (): void => {}
    const run = singleRunner(async () => {
      runs += 1
      const mine = runs
      await new Promise<void>((resolve) => {
        release = resolve
      })
      return mine
    })
    const first = run()
    const [second, third] = [run(), run()]
    release()
    expect(await first).toBe(1)
    await settled()
    release()
    expect(await Promise.all([second, third])).toEqual([2, 2])
    expect(runs).toBe(2)
  })

  test('a failed run does not stop the next', async () => {
    let runs = 0
    const run = singleRunner(async () => {
      runs += 1
      if (runs === 1) throw new Error('first')
      return runs
    })
    const first = run()
    const second = run()
    await expect(first).rejects.toThrow('first')
    expect(await second).toBe(2)
  })
})
