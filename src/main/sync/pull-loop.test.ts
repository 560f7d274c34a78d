import { type BootstrapLine, type ChangesPage, fail, ok, problem, syncProtocol } from '@gatehouse/contract'
import { describe, expect, test } from 'vitest'
import { accountId, cursor, emptyPage, fakeSync, offline } from '../testing/fake-sync.ts'
import { createPullLoop } from './pull-loop.ts'

const never = new AbortController().signal

function setUp(state: Parameters<typeof fakeSync>[0] = {}) {
  const sync = fakeSync(state)
  let busy = 0
  const loop = createPullLoop(sync.deps, {
    busy: () => {
      busy += 1
    },
  })
  return { ...sync, busy: () => busy, pull: () => loop.pull(never), loop }
}

const at = '2026-03-02T09:00:00.000Z'
const start: BootstrapLine = {
  type: 'start',
  protocol: syncProtocol,
  cursor: cursor(5),
  at,
  accounts: 2,
  rows: 0,
}

describe('pages', () => {
  test('are fetched until there are no more, each from the cursor of the one before', async () => {
    const { server, local, pull } = setUp()
    const asked: string[] = []
    server.answers.changes = (from) => {
      asked.push(from)
      return ok({ ...emptyPage(at, asked.length + 1), more: asked.length < 3 })
    }
    expect((await pull()).ok).toBe(true)
    expect(asked).toEqual([cursor(1), cursor(2), cursor(3)])
    expect(local.applied.pages).toHaveLength(3)
  })

  test('a pull that finds nothing does not show as busy', async () => {
    const { pull, busy } = setUp()
    await pull()
    expect(busy()).toBe(0)
  })

  test('accounts that were given are fetched whole, those no longer seen are emptied', async () => {
    const { server, local, pull } = setUp()
    const page: ChangesPage = {
      ...emptyPage(at),
      changes: [1, 2].map((n) => ({ type: 'snapshot', accountId: accountId(n) })),
    }
    server.answers.changes = () => ok(page)
    server.answers.snapshot = (account) =>
      account === accountId(1)
        ? { lines: [{ type: 'end' }], ended: ok(undefined) }
        : { lines: [], ended: fail(problem('not_found')) }
    expect((await pull()).ok).toBe(true)
    expect(local.applied.snapshots).toEqual([
      { accountId: accountId(1), lines: [{ type: 'end' }] },
      { accountId: accountId(2), lines: null },
    ])
  })

  test('half a snapshot is not applied and stays due', async () => {
    const { server, local, pull } = setUp({ snapshotsDue: [accountId(1)] })
    server.answers.snapshot = () => ({ lines: [start], ended: ok(undefined) })
    expect(await pull()).toMatchObject({ ok: false, error: { code: 'offline' } })
    expect(local.applied.snapshots).toEqual([])
    expect((await local.replica.state()).snapshotsDue).toEqual([accountId(1)])
  })

  test('own invitations are asked for at the start, and when a page says so', async () => {
    const { server, local, pull } = setUp()
    await pull()
    await pull()
    expect(local.applied.invitations).toBe(1)
    server.answers.changes = () => ok({ ...emptyPage(at), changes: [{ type: 'myInvitations' }] })
    await pull()
    expect(local.applied.invitations).toBe(2)
  })
})

describe('the first sync', () => {
  const lines: BootstrapLine[][] = [
    [start],
    [{ type: 'usable' }],
    [
      { type: 'account', accountId: accountId(1) },
      { type: 'account', accountId: accountId(2) },
    ],
    [{ type: 'end' }],
  ]

  test('tells how far it is, and when accounts can be listed', async () => {
    const { server, progress, pull, problems } = setUp({ cursor: null })
    server.answers.bootstrap = () => ({ lines, ended: ok(undefined) })
    expect((await pull()).ok).toBe(true)
    expect(progress.map((step) => step && [step.usable, step.accountsDone, step.accountsTotal])).toEqual([
      [false, 0, 2],
      [true, 0, 2],
      [true, 2, 2],
      [true, 2, 2],
      null,
    ])
    expect(problems).toEqual([null])
  })

  test('cut off is no success, and begins again with the next pull', async () => {
    const { server, local, pull, problems } = setUp({ cursor: null })
    server.answers.bootstrap = () => ({ lines: lines.slice(0, 3), ended: ok(undefined) })
    expect(await pull()).toMatchObject({ ok: false, error: { code: 'offline' } })
    expect(problems.at(-1)?.code).toBe('offline')
    expect((await local.replica.state()).cursor).toBeNull()
    server.answers.bootstrap = () => ({ lines, ended: ok(undefined) })
    server.answers.changes = () => ok(emptyPage(at, 6))
    expect((await pull()).ok).toBe(true)
    expect((await local.replica.state()).cursor).toBe(cursor(6))
  })

  const cutBootstrap = {
    cursor: cursor(5),
    after: accountId(1),
    complete: [accountId(1), accountId(3)],
    accounts: 3,
  }
  const resumed: BootstrapLine[][] = [
    [{ ...start, accounts: 1, resumed: true }, { type: 'usable' }],
    [{ type: 'account', accountId: accountId(2) }],
    [{ type: 'end' }],
  ]

  test('that was cut off goes on with the accounts that are missing, and counts on', async () => {
    const { server, deps, progress, pull } = setUp({ cursor: null, cutBootstrap })
    deps.wantedFirst = () => [accountId(3), accountId(2)]
    const asked: unknown[] = []
    server.answers.bootstrap = (query) => {
      asked.push(query)
      return { lines: resumed, ended: ok(undefined) }
    }
    expect((await pull()).ok).toBe(true)
    expect(asked).toEqual([{ first: accountId(2), resume: cursor(5), after: accountId(1) }])
    expect(progress.map((step) => step && [step.usable, step.accountsDone, step.accountsTotal])).toEqual([
      [true, 2, 3],
      [true, 3, 3],
      [true, 3, 3],
      null,
    ])
  })

  test('that can not go on begins again', async () => {
    const { server, local, pull } = setUp({ cursor: null, cutBootstrap })
    const asked: unknown[] = []
    server.answers.bootstrap = (query) => {
      asked.push(query)
      if (query.resume) return { lines: [], ended: fail(problem('cursor_gone')) }
      return { lines, ended: ok(undefined) }
    }
    expect((await pull()).ok).toBe(true)
    expect(asked).toEqual([{ resume: cursor(5), after: accountId(1) }, {}])
    expect(local.applied.lines).toHaveLength(lines.flat().length)
  })

  test('comes again when the server no longer knows the cursor', async () => {
    const { server, local, pull } = setUp()
    const asked: string[] = []
    server.answers.changes = (from) => {
      asked.push(from)
      return asked.length === 1 ? fail(problem('cursor_gone')) : ok(emptyPage(at, 6))
    }
    server.answers.bootstrap = () => ({ lines, ended: ok(undefined) })
    expect((await pull()).ok).toBe(true)
    // And pulls what changed while accounts were read one after the other.
    expect(asked).toEqual([cursor(1), cursor(5)])
    expect((await local.replica.state()).cursor).toBe(cursor(6))
  })

  test('in another protocol is not taken', async () => {
    const { server, local, pull } = setUp({ cursor: null })
    server.answers.bootstrap = () => ({
      lines: [[{ ...start, protocol: syncProtocol + 1 }]],
      ended: ok(undefined),
    })
    expect(await pull()).toMatchObject({ ok: false, error: { code: 'incompatible_server' } })
    expect(local.applied.lines).toEqual([])
  })

  test('without a connection says so, and leaves what is shown as it was', async () => {
    const { server, pull, problems, progress } = setUp({ cursor: null })
    server.answers.bootstrap = () => ({ lines: [], ended: fail(offline) })
    await pull()
    expect(problems.at(-1)?.code).toBe('offline')
    expect(progress).toEqual([])
  })
})

describe('a bootstrap that the user stops', () => {
  const cut = { cursor: cursor(5), after: null, complete: [accountId(1)], accounts: 3 }

  test('ends in the middle without being a failure, and says that it stands still', async () => {
    const { server, local, loop, pull, progress, problems } = setUp({ cursor: null })
    server.answers.bootstrap = () => ({ lines: [[start], [{ type: 'usable' }]], ended: ok(undefined) })
    const apply = local.replica.applyBootstrap
    local.replica.applyBootstrap = async (text, now) => {
      const applied = await apply(text, now)
      if (text.includes('usable')) await loop.stopLoading()
      return applied
    }
    expect(await pull()).toEqual(ok(undefined))
    expect(problems).toEqual([null])
    expect(progress.at(-1)).toMatchObject({ paused: true, secondsLeft: null })
    expect((await local.replica.state()).cursor).toBeNull()
  })

  test('stays stopped, and what is here is kept up to date by pages', async () => {
    const { server, local, pull } = setUp({ cursor: null, loadingStopped: true, cutBootstrap: { ...cut } })
    let bootstraps = 0
    server.answers.bootstrap = () => {
      bootstraps += 1
      return { lines: [], ended: ok(undefined) }
    }
    const asked: string[] = []
    server.answers.changes = (from) => {
      asked.push(from)
      return ok(emptyPage(at, 6))
    }
    expect((await pull()).ok).toBe(true)
    expect((await pull()).ok).toBe(true)
    expect(asked).toEqual([cursor(5), cursor(6)])
    expect(bootstraps).toBe(0)
    expect(local.applied.pages).toHaveLength(2)
  })

  test('goes on where it stood', async () => {
    const { server, loop, pull, progress } = setUp({
      cursor: null,
      loadingStopped: true,
      cutBootstrap: { ...cut },
    })
    const asked: unknown[] = []
    server.answers.bootstrap = (query) => {
      asked.push(query)
      return { lines: [[{ ...start, resumed: true }], [{ type: 'end' }]], ended: ok(undefined) }
    }
    await loop.goOnLoading()
    expect(progress.at(-1)).toMatchObject({ paused: false, accountsDone: 1, accountsTotal: 3 })
    expect((await pull()).ok).toBe(true)
    expect(asked).toEqual([{ resume: cursor(5) }])
    expect(progress.at(-1)).toBeNull()
  })

  test('goes on by itself where the server no longer knows what happened since', async () => {
    const { server, pull, local } = setUp({ cursor: null, loadingStopped: true, cutBootstrap: { ...cut } })
    server.answers.changes = (from) =>
      from === cursor(5) ? fail(problem('cursor_gone')) : ok(emptyPage(at, 7))
    server.answers.bootstrap = ({ resume }) =>
      resume
        ? { lines: [], ended: fail(problem('cursor_gone')) }
        : { lines: [[{ ...start, cursor: cursor(6) }, { type: 'end' }]], ended: ok(undefined) }
    expect((await pull()).ok).toBe(true)
    expect(await local.replica.state()).toMatchObject({ cursor: cursor(7), loadingStopped: false })
  })

  test('before anything came is not begun, and whether there is contact is still found out', async () => {
    const { server, pull } = setUp({ cursor: null, loadingStopped: true })
    server.answers.bootstrap = () => {
      throw new Error('it was stopped')
    }
    expect((await pull()).ok).toBe(true)
    server.api.call = async () => fail(offline)
    expect(await pull()).toMatchObject({ ok: false, error: { code: 'offline' } })
  })
})
