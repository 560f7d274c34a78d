import type { BootstrapLine } from '@gatehouse/contract'
import { describe, expect, test } from 'vitest'
import { openDatabase } from '../database.ts'
import { toUuid } from '../repositories/ids.ts'
import * as i from '../testing/intents.ts'
import { openEngine, openWorld, read, refusal } from '../testing/temporary.ts'
import * as w from '../testing/world.ts'

const otherEpoch = '0e0e0e0e-0000-4000-8000-000000000002'

describe('a bootstrap', () => {
  test('is usable from the directory on, and has a cursor only at its end', () => {
    const { engine } = openEngine()
    const lines = w.bootstrap()
    const usable = lines.findIndex(({ type }) => type === 'usable')
    engine.applyBootstrap(lines.slice(0, usable), w.now)
    expect(engine.state()).toMatchObject({ cursor: null, usable: false })
    engine.applyBootstrap(lines.slice(usable, usable + 1), w.now)
    expect(engine.state()).toMatchObject({ cursor: null, usable: true, syncedAt: w.now.toISOString() })
    expect(read(engine, 'accounts.list', {})).toHaveLength(4)
    expect(read(engine, 'accounts.get', { accountId: w.acme })).toMatchObject({ loaded: false, users: null })
    engine.applyBootstrap(lines.slice(usable + 1), w.now)
    expect(engine.state()).toMatchObject({ cursor: w.cursor(100), syncedAt: w.now.toISOString() })
    expect(read(engine, 'accounts.get', { accountId: w.acme })).toMatchObject({ loaded: true, users: 4 })
  })

  test('cut in the middle starts over and keeps what was queued', () => {
    const { engine, file, key } = openWorld()
    engine.enqueue(w.mutationId(1), i.assign(w.portal), w.now)
    engine.applyBootstrap(w.bootstrap(w.cursor(300)).slice(0, 8), w.now)
    engine.close()
    const again = openEngine({ file, key })
    expect(again.state).toMatchObject({ cursor: null, waiting: 1 })
    again.engine.applyBootstrap(w.bootstrap(w.cursor(301)), w.now)
    expect(again.engine.state()).toMatchObject({ cursor: w.cursor(301), waiting: 1, attention: 0 })
    const list = read(again.engine, 'applications.list', { accountId: w.acme, type: 'application' })
    expect(list.filter(({ waiting }) => waiting).map(({ name }) => name)).toEqual(['Portal'])
  })

  describe('that was cut off', () => {
    const start = { type: 'start', protocol: 1, at: w.now.toISOString(), accounts: 3, rows: 0 } as const
    const resumed = { ...start, cursor: w.cursor(100), resumed: true } as const
    const isOf = (line: BootstrapLine, id: string) => 'accountId' in line && line.accountId === id

    /** Acme is complete, and so is Cumulus, which was asked for first; Borealis and Delta are missing. */
    function cut() {
      const opened = openEngine()
      const lines = w
        .bootstrap()
        .filter((line) => line.type !== 'end' && !isOf(line, w.borealis) && !isOf(line, w.delta))
      opened.engine.applyBootstrap(lines, w.now)
      return opened
    }

    test('says where to go on, over restarts, until it has ended', () => {
      const { engine, file, key } = cut()
      const cutBootstrap = { cursor: w.cursor(100), after: w.acme, complete: [w.acme, w.cumulus] }
      expect(engine.state()).toMatchObject({ cursor: null, cutBootstrap })
      engine.close()
      const again = openEngine({ file, key })
      expect(again.state).toMatchObject({ cursor: null, usable: true, cutBootstrap })
      again.engine.applyBootstrap([resumed, ...w.bootstrap().slice(1)], w.now)
      expect(again.engine.state()).toMatchObject({ cursor: w.cursor(100), cutBootstrap: null })
    })

    test('has to begin again where its directory was not whole', () => {
      const { engine } = openEngine()
      engine.applyBootstrap(w.bootstrap().slice(0, 5), w.now)
      expect(engine.state()).toMatchObject({ usable: false, cutBootstrap: null })
    })

    test('keeps complete accounts when it goes on, and what the directory no longer holds goes', () => {
      const { engine } = cut()
      engine.enqueue(w.mutationId(1), i.assign(w.portal), w.now)
      const applications = w.applications.filter(({ id }) => id !== w.bot)
      engine.applyBootstrap(
        [
          resumed,
          { type: 'principal', row: w.principal },
          { type: 'environments', rows: w.environments },
          { type: 'applications', rows: applications },
          { type: 'directory', rows: w.entries.filter(({ account }) => account.id !== w.cumulus) },
        ],
        w.now,
      )
      expect(read(engine, 'accounts.list', {})).toHaveLength(4)
      engine.applyBootstrap([{ type: 'usable' }], w.now)
      expect(read(engine, 'accounts.list', {}).map(({ id }) => id)).not.toContain(w.cumulus)
      expect(read(engine, 'users.list', { accountId: w.acme })).toHaveLength(4)
      const assignable = read(engine, 'applications.assignable', { accountId: w.acme })
      expect(assignable.map(({ id }) => id)).not.toContain(w.bot)
      const missing = [w.borealis, w.delta].map((accountId) => ({ type: 'account', accountId }) as const)
      engine.applyBootstrap([...missing, { type: 'end' }], w.now)
      expect(engine.state()).toMatchObject({ cursor: w.cursor(100), waiting: 1, attention: 0 })
    })

    test('goes on with no other than the one that it began', () => {
      const { engine } = cut()
      expect(() => engine.applyBootstrap([{ ...resumed, cursor: w.cursor(7) }], w.now)).toThrow(
        'never started',
      )
      expect(read(engine, 'users.list', { accountId: w.acme })).toHaveLength(4)
    })

    test('and that the user stopped stays stopped over restarts, and is kept up to date by pages', () => {
      const { engine, file, key } = cut()
      const acmeGrant = { accountId: w.acme, membershipId: w.olga, applicationId: w.payroll }
      engine.stopLoading(true)
      expect(engine.state()).toMatchObject({ loadingStopped: true, syncedAt: w.now.toISOString() })
      const later = new Date('2026-03-10T13:00:00.000Z')
      const rows = [{ ...acmeGrant, grantedAt: w.daysAgo(0) }]
      engine.applyPage(w.page(110, [w.put({ entity: 'grant', rows })]), later)
      engine.close()
      const again = openEngine({ file, key })
      expect(again.state, 'it goes on from there').toMatchObject({
        cursor: null,
        cutBootstrap: { cursor: w.cursor(110) },
        loadingStopped: true,
        syncedAt: later.toISOString(),
      })
      const users = read(again.engine, 'applications.users', { accountId: w.acme, applicationId: w.payroll })
      expect(users.find(({ membershipId }) => membershipId === w.olga)?.hasGrant).toBe(true)
      again.engine.stopLoading(false)
      again.engine.applyBootstrap([{ ...resumed, cursor: w.cursor(110) }, ...w.bootstrap().slice(1)], later)
      expect(again.engine.state()).toMatchObject({ cursor: w.cursor(110), loadingStopped: false })
    })

    test('and stopped loses what may no longer be seen', () => {
      const { engine } = cut()
      engine.stopLoading(true)
      engine.applyPage(w.page(110, [{ type: 'purge', accountId: w.acme }]), w.now)
      expect(refusal(engine, 'accounts.get', { accountId: w.acme })).toBe('not_found')
      expect(engine.state().cutBootstrap?.complete).not.toContain(w.acme)
    })

    test('may still begin anew', () => {
      const { engine } = cut()
      engine.applyBootstrap([resumed], w.now)
      engine.applyBootstrap(w.bootstrap(w.cursor(120)), w.now)
      expect(engine.state()).toMatchObject({ cursor: w.cursor(120), cutBootstrap: null })
      expect(read(engine, 'accounts.list', {})).toHaveLength(4)
    })
  })

  test('takes a change for an account whose rows are still on their way', () => {
    const { engine } = openEngine()
    const lines = w.bootstrap()
    const usable = lines.findIndex(({ type }) => type === 'usable')
    engine.applyBootstrap(lines.slice(0, usable + 1), w.now)
    expect(engine.enqueue(w.mutationId(1), i.revokeGrant(w.ben, w.payroll), w.now).ok).toBe(true)
    expect(engine.enqueue(w.mutationId(2), i.grant(w.olga, w.payroll), w.now).ok).toBe(true)
    expect(engine.enqueue(w.mutationId(3), i.assign(w.payroll), w.now).ok).toBe(true)
    engine.applyBootstrap(lines.slice(usable + 1), w.now)
    const users = read(engine, 'applications.users', { accountId: w.acme, applicationId: w.payroll })
    expect(users.filter(({ waiting }) => waiting).map(({ name, hasGrant }) => `${name} ${hasGrant}`)).toEqual(
      ['Ben Adu false', 'Olga Owner true'],
    )
    const list = read(engine, 'applications.list', { accountId: w.acme, type: 'application' })
    expect(list.find(({ id }) => id === w.payroll)?.assignedAt).toBe(w.daysAgo(50))
    for (const n of [1, 2, 3]) engine.undo(w.mutationId(n))
    const after = read(engine, 'applications.users', { accountId: w.acme, applicationId: w.payroll })
    expect(after.filter(({ hasGrant }) => hasGrant).map(({ name }) => name)).toEqual(['Ben Adu', 'Sue Park'])
  })

  test('that has ended can not be stopped', () => {
    const { engine } = openWorld()
    engine.stopLoading(true)
    expect(engine.state().loadingStopped).toBe(false)
  })

  test('from another feed sends agreed changes once more, as it may have forgotten them', () => {
    const { engine } = openWorld()
    engine.enqueue(w.mutationId(1), i.assign(w.portal), w.now)
    engine.moveOutbox(w.mutationId(1), { to: 'sending' })
    engine.moveOutbox(w.mutationId(1), { to: 'sent', transaction: '150' })
    engine.applyBootstrap(w.bootstrap(w.cursor(120)), w.now)
    expect(engine.outgoing()).toEqual([])
    engine.applyBootstrap(w.bootstrap(w.cursor(5, otherEpoch)), w.now)
    expect(engine.outgoing()).toMatchObject([{ mutationId: w.mutationId(1) }])
  })

  test('from the same feed that went back sends agreed changes once more, and waits for no number of before', () => {
    const { engine } = openWorld()
    engine.applyPage(w.page(200, []), w.now)
    engine.enqueue(w.mutationId(1), i.assign(w.portal), w.now)
    engine.moveOutbox(w.mutationId(1), { to: 'sending' })
    engine.moveOutbox(w.mutationId(1), { to: 'sent', transaction: '210' })
    engine.applyBootstrap(w.bootstrap(w.cursor(120)), w.now)
    expect(engine.outgoing()).toMatchObject([{ mutationId: w.mutationId(1) }])
  })

  test('from another feed drops what its server remembers to have agreed to before, with its next page', () => {
    const { engine } = openWorld()
    engine.enqueue(w.mutationId(1), i.assign(w.portal), w.now)
    engine.moveOutbox(w.mutationId(1), { to: 'sending' })
    engine.moveOutbox(w.mutationId(1), { to: 'sent', transaction: '900000' })
    engine.applyBootstrap(w.bootstrap(w.cursor(5, otherEpoch)), w.now)
    engine.moveOutbox(w.mutationId(1), { to: 'sending' })
    // A restored answer belongs to no transaction of this feed.
    engine.moveOutbox(w.mutationId(1), { to: 'sent', transaction: '0' })
    engine.applyPage({ ...w.page(5, []), cursor: w.cursor(5, otherEpoch) }, w.now)
    expect(engine.state()).toMatchObject({ waiting: 0, attention: 0 })
    expect(read(engine, 'outbox.list', {})).toEqual([])
  })

  test('without an account refuses what waited for it', () => {
    const { engine } = openWorld()
    engine.enqueue(w.mutationId(1), i.assign(w.portal), w.now)
    const lines = w.bootstrap().filter((line) => !('accountId' in line) && line.type !== 'directory')
    engine.applyBootstrap(lines, w.now)
    expect(read(engine, 'outbox.list', {})).toMatchObject([
      { state: 'refused', problem: { code: 'not_found' } },
    ])
  })

  test('says that all accounts changed', () => {
    const { engine } = openEngine()
    expect(engine.applyBootstrap(w.bootstrap(), w.now).accountIds).toEqual([])
  })
})

describe('a page of the feed', () => {
  test('moves the cursor, writes and removes rows, and says what it touched', () => {
    const { engine } = openWorld()
    const later = new Date('2026-03-10T13:00:00.000Z')
    const { touched, myInvitationsDue } = engine.applyPage(
      w.page(101, [
        w.put({ entity: 'membership', rows: [w.membership(w.uuid(4, 9), w.acme, 'Nia New')] }),
        {
          type: 'delete',
          accountId: w.acme,
          target: { entity: 'grant', key: { membershipId: w.ben, applicationId: w.payroll } },
        },
      ]),
      later,
    )
    expect(touched.tables.toSorted()).toEqual(['grant', 'membership'])
    expect(touched.accountIds).toEqual([w.acme])
    expect(myInvitationsDue).toBe(false)
    expect(engine.state()).toMatchObject({ cursor: w.cursor(101), syncedAt: later.toISOString() })
    expect(read(engine, 'accounts.get', { accountId: w.acme }).users).toBe(5)
    const users = read(engine, 'users.list', { accountId: w.acme })
    expect(users.find(({ membershipId }) => membershipId === w.ben)?.applications).toBe(2)
  })

  test('applied twice does no harm', () => {
    const { engine } = openWorld()
    engine.enqueue(w.mutationId(1), i.grant(w.olga, w.payroll), w.now)
    const page = w.page(101, [
      w.put({ entity: 'accountApplication', rows: [w.accountApplication(w.payroll, { version: 4 })] }),
    ])
    engine.applyPage(page, w.now)
    const before = read(engine, 'applications.list', { accountId: w.acme, type: 'application' })
    engine.applyPage(page, w.now)
    expect(read(engine, 'applications.list', { accountId: w.acme, type: 'application' })).toEqual(before)
  })

  test('is fresh only when nothing more is to come', () => {
    const { engine } = openWorld()
    engine.applyPage({ ...w.page(101), more: true }, new Date('2026-03-10T13:00:00.000Z'))
    expect(engine.state()).toMatchObject({ cursor: w.cursor(101), syncedAt: w.now.toISOString() })
  })

  test('carries an environment-level auto-assignment as one row that all accounts feel', () => {
    const { engine } = openWorld()
    const portal = w.applications.find(({ id }) => id === w.portal)
    if (!portal) throw new Error('the world has no portal')
    const row = { ...portal, autoAssign: true, version: 2 }
    const { touched } = engine.applyPage(w.page(101, [{ type: 'application', row }]), w.now)
    expect(touched).toMatchObject({ tables: ['application'], accountIds: [] })
    const list = read(engine, 'applications.list', { accountId: w.acme, type: 'application' })
    expect(list.find(({ id }) => id === w.portal)).toMatchObject({ level: 'environment', users: 3 })
  })

  test('removes an application that is gone from the environment', () => {
    const { engine } = openWorld()
    const gone = {
      type: 'applicationDeleted',
      environmentId: w.production,
      applicationId: w.payroll,
    } as const
    engine.applyPage(w.page(101, [gone]), w.now)
    const list = read(engine, 'applications.list', { accountId: w.acme, type: 'application' })
    expect(list.map(({ name }) => name)).toEqual(['Directory', 'Wiki'])
  })

  test('brings no rows of an account that is not in the directory', () => {
    const { engine } = openWorld()
    const stray = w.membership(w.uuid(4, 9), w.unknownAccount, 'Stray')
    engine.applyPage(w.page(101, [w.put({ entity: 'membership', rows: [stray] }, w.unknownAccount)]), w.now)
    engine.applySnapshot(
      w.unknownAccount,
      [
        { type: 'directory', rows: [w.entry(w.unknownAccount, 'Echo', 'admin')] },
        { type: 'account', accountId: w.unknownAccount },
        { type: 'end' },
      ],
      w.now,
    )
    expect(read(engine, 'users.list', { accountId: w.unknownAccount })).toEqual([])
  })

  test('tells when invitations to the principal have to be asked for', () => {
    const { engine } = openWorld()
    expect(engine.applyPage(w.page(101, [{ type: 'myInvitations' }]), w.now).myInvitationsDue).toBe(true)
  })
})

describe('access that ended', () => {
  test('takes all rows of the account away and asks about its waiting changes', () => {
    const { engine } = openWorld()
    engine.enqueue(w.mutationId(1), i.assign(w.portal), w.now)
    engine.enqueue(w.mutationId(2), i.grant(w.olga, w.portal), w.now)
    engine.applyPage(w.page(101, [{ type: 'purge', accountId: w.acme }]), w.now)
    expect(refusal(engine, 'accounts.get', { accountId: w.acme })).toBe('not_found')
    expect(read(engine, 'outbox.list', {})).toMatchObject([
      { state: 'refused', accountName: 'Acme Logistics', problem: { code: 'not_found' } },
      { state: 'refused', names: { [w.olga]: 'Olga Owner', [w.portal]: 'Portal' } },
    ])
    expect(engine.state()).toMatchObject({ waiting: 0, attention: 2 })
    engine.applySnapshot(w.acme, w.snapshot(w.entry(w.acme, 'Acme Logistics', 'admin'), [...w.rows]), w.now)
    const list = read(engine, 'applications.list', { accountId: w.acme, type: 'application' })
    expect(list.map(({ name, waiting }) => `${name} ${waiting}`)).toEqual([
      'Directory false',
      'Payroll false',
      'Wiki false',
    ])
  })
})

describe('an environment', () => {
  const stored = ({ engine, file, key }: ReturnType<typeof openWorld>) => {
    engine.close()
    const opened = openDatabase(file, key.slice())
    if (!opened.ok) throw new Error(opened.error.detail)
    const ids = (table: string) =>
      opened.value
        .all<{ id: string | Uint8Array }>(`select id from ${table} order by id`)
        .map(({ id }) => (typeof id === 'string' ? id : toUuid(id)))
    const held = { environments: ids('environment'), applications: ids('application') }
    opened.value.close()
    return held
  }

  test('goes with its last account, and its applications go with it', () => {
    const world = openWorld()
    world.engine.applyPage(w.page(101, [{ type: 'purge', accountId: w.borealis }]), w.now)
    const held = stored(world)
    expect(held.environments).toEqual([w.production])
    expect(held.applications).not.toContain(w.sandbox)
    expect(held.applications).toContain(w.portal)
  })

  test('stays for its administrator', () => {
    const world = openWorld()
    const row = { ...w.principal, administers: [w.staging] }
    const changes = [{ type: 'principal', row } as const, { type: 'purge', accountId: w.borealis } as const]
    world.engine.applyPage(w.page(101, changes), w.now)
    expect(stored(world).environments).toEqual([w.production, w.staging])
  })

  test('stays while an account is on its way, which may be of it', () => {
    const world = openWorld()
    const { engine } = world
    engine.applyPage(
      w.page(101, [
        { type: 'purge', accountId: w.borealis },
        { type: 'snapshot', accountId: w.unknownAccount },
      ]),
      w.now,
    )
    const entry = w.entry(w.unknownAccount, 'Echo', 'admin', { environmentId: w.staging })
    engine.applySnapshot(w.unknownAccount, w.snapshot(entry, []), w.now)
    expect(stored(world).environments).toEqual([w.production, w.staging])
  })
})

describe('a snapshot', () => {
  test('is asked for until it came, over restarts', () => {
    const { engine, file, key } = openWorld()
    engine.applyPage(w.page(101, [{ type: 'snapshot', accountId: w.acme }]), w.now)
    engine.close()
    const again = openEngine({ file, key })
    expect(again.state.snapshotsDue).toEqual([w.acme])
    again.engine.applySnapshot(w.acme, w.snapshot(w.entry(w.acme, 'Acme', 'viewer'), []), w.now)
    expect(again.engine.state().snapshotsDue).toEqual([])
  })

  test('replaces what was known of the account and keeps waiting changes on top', () => {
    const { engine } = openWorld()
    engine.enqueue(w.mutationId(1), i.grant(w.olga, w.payroll), w.now)
    const entry = w.entry(w.acme, 'Acme Renamed', 'technician')
    const batches = [
      { entity: 'accountApplication' as const, rows: [w.accountApplication(w.payroll, { version: 9 })] },
      { entity: 'membership' as const, rows: [w.membership(w.olga, w.acme, 'Olga Owner')] },
    ]
    const touched = engine.applySnapshot(w.acme, w.snapshot(entry, batches), w.now)
    expect(touched.accountIds).toEqual([w.acme])
    expect(read(engine, 'accounts.get', { accountId: w.acme })).toMatchObject({
      name: 'Acme Renamed',
      role: 'technician',
      users: 1,
    })
    expect(read(engine, 'invitations.list', { accountId: w.acme })).toEqual([])
    const users = read(engine, 'applications.users', { accountId: w.acme, applicationId: w.payroll })
    expect(users).toMatchObject([{ name: 'Olga Owner', hasGrant: true, waiting: true }])
  })

  test('of an account that may no longer be seen removes it', () => {
    const { engine } = openWorld()
    engine.applySnapshot(w.acme, null, w.now)
    expect(refusal(engine, 'users.list', { accountId: w.acme })).toBe('not_found')
  })

  test('cut short is not taken, as what it lacks would be removed', () => {
    const { engine } = openWorld()
    const lines = w.snapshot(w.entry(w.acme, 'Acme', 'admin'), [])
    expect(() => engine.applySnapshot(w.acme, lines.slice(0, -1), w.now)).toThrow('An account came in half')
    expect(read(engine, 'users.list', { accountId: w.acme })).toHaveLength(4)
  })
})
