import type { AccountId, ApplicationId, Change, Cursor } from '@gatehouse/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { systemRandomness } from '../clock.ts'
import { createDatabase } from '../db/database.ts'
import { endMemberships } from '../services/memberships/membership-removal.ts'
import { recordChanges } from '../services/record.ts'
import type { TestClient } from '../testing/client.ts'
import { createWorld, inviteBody, type Member, tellAccess, type World } from '../testing/world.ts'
import { removeOldChanges } from './housekeeping.ts'

let world: World
let accountId: AccountId
let admin: Member
let applicationId: ApplicationId

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  accountId = await world.account()
  admin = await world.member(accountId, 'admin')
  applicationId = await world.application()
})

async function cursorNow(client: TestClient = admin.client): Promise<Cursor> {
  await settled()
  const start = (await client.bootstrap())[0]
  if (start?.type !== 'start') throw new Error('a bootstrap begins with start')
  return start.cursor
}

/** Pulls to the end. */
async function pull(cursor: Cursor, client: TestClient = admin.client, limit = 500) {
  await settled()
  const changes: Change[] = []
  for (let from = cursor; ; ) {
    const page = await client.get('sync.changes', { query: { cursor: from, limit } })
    changes.push(...page.changes)
    from = page.cursor
    if (!page.more) return { changes, cursor: from }
  }
}

/** Transactions of other test files on the same PostgreSQL hold the feed back, as any older one does. */
const settled = () =>
  expect
    .poll(
      async () => {
        const { rows } = await sql<{ isBehind: boolean }>`select exists (
          select from change where xid >= pg_snapshot_xmin(pg_current_snapshot())) as "isBehind"`.execute(
          world.db,
        )
        return rows[0]?.isBehind
      },
      { interval: 5, timeout: 20_000 },
    )
    .toBe(false)

const kinds = (changes: Change[]) =>
  changes.map((change) => {
    if (change.type === 'put') return `put ${change.batch.entity}`
    return change.type === 'delete' ? `delete ${change.target.entity}` : change.type
  })
const assign = (ids = [applicationId]) =>
  admin.client.get('applications.assign', {
    params: { accountId },
    body: { applicationIds: ids, autoAssign: false },
  })
const params = () => ({ accountId, applicationId })

describe('a page', () => {
  test('holds rows as they are now, each once, and then nothing more', async () => {
    const cursor = await cursorNow()
    await assign()
    const set = { params: params(), body: { autoAssign: true } }
    const { value } = await admin.client.get('applications.setAutoAssign', set)
    const { changes, cursor: next } = await pull(cursor)
    // The membership of whoever did it says when they were last at work.
    expect(kinds(changes)).toEqual(['put accountApplication', 'put membership', 'put activity'])
    expect(changes[0]).toMatchObject({ accountId, batch: { rows: [value] } })
    expect((await pull(next)).changes).toEqual([])
  })

  test('says what was deleted, and nothing of what was made and deleted since', async () => {
    await assign()
    const cursor = await cursorNow()
    await admin.client.get('grants.add', { params: { ...params(), membershipId: admin.membershipId } })
    await admin.client.get('applications.unassign', { params: params() })
    const { changes } = await pull(cursor)
    expect(changes).toContainEqual({
      type: 'delete',
      accountId,
      target: { entity: 'accountApplication', key: { applicationId } },
    })
    expect(kinds(changes).filter((kind) => kind.startsWith('put'))).toEqual(['put activity'])
  })

  test('is cut where the limit says, and covers no transaction that it cuts', async () => {
    const cursor = await cursorNow()
    const ids = [applicationId, await world.application(), await world.application()]
    const { transaction } = await assign(ids)
    await settled()
    const first = await admin.client.get('sync.changes', { query: { cursor, limit: 2 } })
    expect(first.more).toBe(true)
    expect(BigInt(first.coversBelow)).toBeLessThanOrEqual(BigInt(transaction))
    const { changes } = await pull(cursor, admin.client, 2)
    const rows = changes.flatMap((change) =>
      change.type === 'put' && change.batch.entity === 'accountApplication' ? change.batch.rows : [],
    )
    expect(rows.map((row) => row.applicationId).toSorted()).toEqual(ids.toSorted())
  })
})

describe('what a principal may read', () => {
  test('nothing of an account that is not theirs', async () => {
    const stranger = await world.member(await world.account())
    const cursor = await cursorNow(stranger.client)
    await assign()
    expect((await pull(cursor, stranger.client)).changes).toEqual([])
  })

  test('without users.view: their own membership and grants, the applications, and no invitations', async () => {
    const clerk = await world.member(accountId, 'viewer', {
      permissions: ['account.view', 'applications.view'],
    })
    const cursor = await cursorNow(clerk.client)
    await assign()
    for (const { membershipId } of [admin, clerk]) {
      await admin.client.get('grants.add', { params: { ...params(), membershipId } })
    }
    const body = inviteBody(world, {})
    await admin.client.get('invitations.create', { params: { accountId }, body })
    const { changes } = await pull(cursor, clerk.client)
    expect(kinds(changes)).toEqual(['put accountApplication', 'put grant'])
    expect(changes[1]).toMatchObject({ batch: { rows: [{ membershipId: clerk.membershipId }] } })
  })

  test('an account that was given is to be fetched, with its environment', async () => {
    const newcomer = await world.user()
    const cursor = await cursorNow(newcomer.client)
    await assign()
    await world.member(accountId, 'viewer', { person: newcomer })
    await tellAccess(world, accountId, newcomer.id)
    const { changes } = await pull(cursor, newcomer.client)
    expect(changes[0]).toMatchObject({ type: 'environment', row: { id: world.environmentId } })
    expect(changes.some((change) => change.type === 'application' && change.row.id === applicationId)).toBe(
      true,
    )
    expect(changes).toContainEqual({ type: 'snapshot', accountId })
  })

  test('before the page that says to fetch an account, nothing of it is told', async () => {
    const newcomer = await world.user()
    const cursor = await cursorNow(newcomer.client)
    await assign()
    await world.member(accountId, 'viewer', { person: newcomer })
    await tellAccess(world, accountId, newcomer.id)
    const { changes } = await pull(cursor, newcomer.client, 1)
    const about = changes.filter((change) => 'accountId' in change)
    expect(about).toEqual([{ type: 'snapshot', accountId }])
  })

  test('an account that was taken away, or whose membership ended, is to be purged', async () => {
    const leaver = await world.member(accountId, 'viewer')
    const temporary = await world.member(accountId, 'viewer', {
      endsAt: new Date(world.clock.now().getTime() + 1000),
    })
    const cursors = [await cursorNow(leaver.client), await cursorNow(temporary.client)] as const
    await world.db.deleteFrom('membership').where('id', '=', leaver.membershipId).execute()
    await tellAccess(world, accountId, leaver.id)
    world.clock.advance(2000)
    await endMemberships(world.db, world.clock.now(), systemRandomness)
    expect((await pull(cursors[0], leaver.client)).changes).toEqual([{ type: 'purge', accountId }])
    expect((await pull(cursors[1], temporary.client)).changes).toEqual([{ type: 'purge', accountId }])
    expect((await temporary.client.refused('accounts.get', { params: { accountId } })).code).toBe('not_found')
  })

  test('the account itself, the environment, its applications, the user and their invitations', async () => {
    const cursor = await cursorNow()
    await world.db.transaction().execute(async (tx) => {
      const { environmentId } = world
      await recordChanges(tx, world.clock.now(), [
        { entity: 'account', accountId },
        { entity: 'environment', environmentId },
        { entity: 'application', environmentId, applicationId, op: 'put' },
        { entity: 'application', environmentId, applicationId: world.id(), op: 'delete' },
        { entity: 'principal', userId: admin.id },
        { entity: 'myInvitations', userId: admin.id },
      ])
    })
    expect(kinds((await pull(cursor)).changes).toSorted()).toEqual([
      'application',
      'applicationDeleted',
      'directory',
      'environment',
      'myInvitations',
      'principal',
    ])
  })

  test('a new administrator is told to fetch every account of the environment, a former one to purge them', async () => {
    const environmentId = await world.environment()
    const accounts = [await world.account({ environmentId }), await world.account({ environmentId })]
    const person = await world.user()
    const cursor = await cursorNow(person.client)
    const administers = { environment_id: environmentId, user_id: person.id }
    const tell = () =>
      world.db
        .transaction()
        .execute((tx) =>
          recordChanges(tx, world.clock.now(), [{ entity: 'access', environmentId, userId: person.id }]),
        )
    await world.db.insertInto('environment_administrator').values(administers).execute()
    await tell()
    const given = await pull(cursor, person.client)
    expect(kinds(given.changes)).toEqual([
      'environment',
      'principal',
      'snapshot',
      'snapshot',
      'administrators',
    ])
    await world.db.deleteFrom('environment_administrator').where('user_id', '=', person.id).execute()
    await tell()
    const taken = await pull(given.cursor, person.client)
    expect(kinds(taken.changes)).toEqual(['principal', 'purge', 'purge'])
    expect(
      taken.changes.flatMap((change) => ('accountId' in change ? [change.accountId] : [])).toSorted(),
    ).toEqual(accounts.toSorted())
  })
})

describe('a cursor', () => {
  test('of another feed, from the future, or out of any range is gone', async () => {
    const cursor = await cursorNow()
    const [epoch, xid] = cursor.split('.')
    for (const text of [
      `${world.id()}.${xid}.0`,
      `${epoch}.${BigInt(xid ?? 0) + 1_000_000n}.0`,
      `${epoch}.99999999999999999999.0`,
      `${epoch}.${xid}.99999999999999999999`,
    ]) {
      const refused = await admin.client.refused('sync.changes', { query: { cursor: text } })
      expect(refused, text).toMatchObject({ status: 410, code: 'cursor_gone' })
    }
    const refused = await admin.client.refused('sync.changes', { query: { cursor: 'nonsense' } })
    expect(refused).toMatchObject({ code: 'validation', fields: [{ path: 'query.cursor' }] })
  })

  test('older than the kept changes is gone, one that has them all is not', async () => {
    const old = await cursorNow()
    await assign()
    const { cursor: current } = await pull(old)
    world.clock.advance(86_400_000)
    await removeOldChanges(world.db, world.clock.now())
    expect((await admin.client.refused('sync.changes', { query: { cursor: old } })).code).toBe('cursor_gone')
    expect((await pull(current)).changes).toEqual([])
  })
})

describe('with several writers', () => {
  test('transactions come in the order of their numbers, not of their digits', async () => {
    const [epoch] = (await cursorNow()).split('.')
    const member = await world.member(accountId, 'admin')
    await world.db.updateTable('feed').set({ floor: '0' }).execute()
    for (const xid of ['9', '10', '100']) {
      const invitations = { entity: 'myInvitations', user_id: member.id, key: '{}', op: 'put' } as const
      await world.db
        .insertInto('change')
        .values({ xid, environment_id: null, account_id: null, ...invitations })
        .execute()
    }
    const query = { cursor: `${epoch}.8.0`, limit: 1 }
    const first = await member.client.get('sync.changes', { query })
    expect(first).toMatchObject({ more: true, coversBelow: '9' })
    const second = await member.client.get('sync.changes', { query: { cursor: first.cursor, limit: 1 } })
    expect(second).toMatchObject({ more: true, coversBelow: '10' })
  })

  test('a commit that is slower than later ones is neither passed over nor told twice', async () => {
    const cursor = await cursorNow()
    const slow = await world.db.startTransaction().execute()
    await recordChanges(slow, world.clock.now(), [{ entity: 'account', accountId }])
    await assign()
    const before = await admin.client.get('sync.changes', { query: { cursor } })
    expect(before.changes).toEqual([])
    await slow.commit().execute()
    const after = await pull(before.cursor)
    expect(kinds(after.changes)).toEqual([
      'directory',
      'put accountApplication',
      'put membership',
      'put activity',
    ])
    expect((await pull(after.cursor)).changes).toEqual([])
  })

  test('that commit, hesitate and roll back, a reader gets every committed row exactly once', async () => {
    const writers = 8
    const writes = 30
    const environmentId = await world.environment()
    const cursor = await cursorNow()
    const db = createDatabase({ ...world.config, max: writers })
    const committed = new Set<string>()
    let isWriting = true
    const write = async (writer: number) => {
      for (let n = 0; n < writes; n += 1) {
        const marker = world.id<string>()
        const tx = await db.startTransaction().execute()
        const change = { environmentId, applicationId: marker, op: 'delete' } as const
        await recordChanges(tx, world.clock.now(), [{ entity: 'application', ...change }])
        // Every writer hesitates at another time, so transactions commit in another order than they began.
        if ((n + writer) % 3 === 0) await sql`select pg_sleep(0.004)`.execute(tx)
        if ((n + writer) % 7 === 0) {
          await tx.rollback().execute()
        } else {
          await tx.commit().execute()
          committed.add(marker)
        }
      }
    }
    const seen: string[] = []
    const read = async () => {
      const person = await world.administrator(environmentId)
      let from = cursor
      for (;;) {
        const isLast = !isWriting
        if (isLast) await settled()
        const query = { cursor: from, limit: 7 }
        const page = await person.client.get('sync.changes', { query })
        from = page.cursor
        for (const change of page.changes) {
          if (change.type === 'applicationDeleted') seen.push(change.applicationId)
        }
        if (isLast && !page.more) return
      }
    }
    const writing = Promise.all(Array.from({ length: writers }, (_, writer) => write(writer))).then(() => {
      isWriting = false
    })
    await Promise.all([writing, read()])
    await db.destroy()
    expect(committed.size).toBeGreaterThan(writers * writes * 0.8)
    expect(seen.toSorted()).toEqual([...committed].toSorted())
  })
})
