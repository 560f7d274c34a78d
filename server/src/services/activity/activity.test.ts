import type { AccountId, Activity, ActivityId } from '@gatehouse/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createWorld, type Member, type World } from '../../testing/world.ts'
import { exportActivity } from './activity.ts'

let world: World
let accountId: AccountId
let owner: Member
let deputy: Member

const day = 86_400_000
const start = Date.parse('2026-01-01T00:00:00.000Z')
const at = (index: number) => new Date(start + index * day)

/** Ten days with one action each: even ones by the owner, odd ones by the deputy. */
beforeAll(async () => {
  world = await createWorld()
  accountId = await world.account()
  owner = await world.member(accountId, 'owner', { person: await world.user({ name: 'Ada Ünal' }) })
  deputy = await world.member(accountId, 'admin', { person: await world.user({ name: 'Bo_Li 100%' }) })
  const beside = await world.account()
  for (const [index, account] of [...Array.from({ length: 10 }, () => accountId), beside].entries()) {
    const actor = index % 2 === 0 ? owner : deputy
    await world.db
      .insertInto('activity')
      .values({
        id: world.id<ActivityId>(),
        account_id: account,
        actor_id: actor.id,
        actor_name: actor.name,
        action: index < 4 ? 'application.assigned' : 'invitation.sent',
        target_kind: index < 4 ? 'application' : 'invitation',
        target_id: `target-${index}`,
        target_name: `Thing ${index}`,
        before: null,
        after: null,
        at: at(index),
        device: null,
        mutation_id: null,
      })
      .execute()
  }
})
afterAll(() => world.close())

type Query = Parameters<Member['client']['get']>[1] extends never
  ? never
  : NonNullable<Parameters<typeof owner.client.get<'activity.list'>>[1]['query']>
const numbers = (items: Activity[]) => items.map(({ targetId }) => Number(targetId.split('-')[1]))
const found = async (query: Query) =>
  numbers((await owner.client.get('activity.list', { params: { accountId }, query })).items)

describe('activity is found', () => {
  test('by one action or several', async () => {
    expect(await found({ action: ['application.assigned'] })).toEqual([3, 2, 1, 0])
    expect(await found({ action: ['application.assigned', 'invitation.sent'] })).toHaveLength(10)
    expect(await found({ action: 'grant.added' })).toEqual([])
  })

  test('by several actions said one by one in the address', async () => {
    const response = await world.app.inject({
      url: `/v1/accounts/${accountId}/activity?action=application.assigned&action=grant.added`,
      headers: { authorization: `Bearer ${owner.id}` },
    })
    expect(numbers(response.json<{ items: Activity[] }>().items)).toEqual([3, 2, 1, 0])
  })

  test('by who did it and what it was done to', async () => {
    expect(await found({ actorId: deputy.id })).toEqual([9, 7, 5, 3, 1])
    expect(await found({ targetKind: 'application', actorId: deputy.id })).toEqual([3, 1])
    expect(await found({ targetKind: 'invitation', targetId: 'target-6' })).toEqual([6])
    expect(await found({ targetKind: 'application', targetId: 'target-6' })).toEqual([])
  })

  test('from a moment that counts in to one that doesn’t', async () => {
    expect(await found({ from: at(3).toISOString(), to: at(6).toISOString() })).toEqual([5, 4, 3])
  })

  test('by a part of a name in either case, where % and _ stand for themselves', async () => {
    expect(await found({ q: 'ÜNAL' })).toEqual([8, 6, 4, 2, 0])
    expect(await found({ q: 'thing 7' })).toEqual([7])
    expect(await found({ q: 'o_l' })).toHaveLength(5)
    expect(await found({ q: '100%' })).toHaveLength(5)
    expect(await found({ q: 'a_a' })).toEqual([])
    expect(await found({ q: '%' })).toHaveLength(5)
    expect(await found({ q: '\\' })).toEqual([])
  })

  test('page by page, with the filter kept', async () => {
    const seen: number[] = []
    let after: string | undefined
    do {
      const query = { actorId: owner.id, limit: 2, ...(after ? { after } : {}) }
      const page = await owner.client.get('activity.list', { params: { accountId }, query })
      seen.push(...numbers(page.items))
      after = page.next ?? undefined
    } while (after)
    expect(seen).toEqual([8, 6, 4, 2, 0])
  })

  test('not by an action, a person or a time that is none', async () => {
    for (const query of [{ action: 'nonsense' }, { actorId: 'me' }, { from: 'yesterday' }, { q: ' ' }]) {
      const refused = await owner.client.refused('activity.list', {
        params: { accountId },
        query: query as Query,
      })
      expect(refused.code).toBe('validation')
    }
  })

  test.each(['actor_id', 'target_id'] as const)('of one %s by an index of its own', async (column) => {
    const plan = await world.db.transaction().execute(async (tx) => {
      // Of so few rows a scan is always cheaper; what is asked is whether an index could serve both filter and order.
      await sql`set local enable_seqscan = off`.execute(tx)
      await sql`set local enable_sort = off`.execute(tx)
      const value = column === 'actor_id' ? owner.id : 'target-1'
      const { rows } = await sql<Record<string, string>>`explain select * from activity
        where account_id = ${accountId} and ${sql.ref(column)} = ${value}
        order by at desc, id desc limit 10`.execute(tx)
      return rows.map((row) => row['QUERY PLAN']).join('\n')
    })
    expect(plan).toContain(column === 'actor_id' ? 'activity_by_actor' : 'activity_by_target')
    expect(plan).not.toContain('Sort')
  })
})

describe('exporting activity', () => {
  const exported = async (query: object, member: Member = owner) => {
    const { status, body } = await member.client.call('activity.export', { params: { accountId }, query })
    expect(status).toBe(200)
    return body as Activity[]
  }

  test('answers every row of the range as a line, newest first, alike to the list', async () => {
    const { items } = await owner.client.get('activity.list', { params: { accountId }, query: {} })
    expect(await exported({})).toEqual(items)
    expect(numbers(await exported({ from: at(2).toISOString(), to: at(5).toISOString() }))).toEqual([4, 3, 2])
    expect(numbers(await exported({ q: 'ünal', action: 'invitation.sent' }))).toEqual([8, 6, 4])
  })

  test('needs its own permission, beside which viewing is not enough', async () => {
    const viewer = await world.member(accountId, 'viewer')
    expect(
      await viewer.client.refused('activity.export', { params: { accountId }, query: {} }),
    ).toMatchObject({ code: 'forbidden', required: 'activity.export' })
  })

  interface Options {
    pageRows: number
    signal?: AbortSignal
    mayGoOn?: () => Promise<boolean>
  }
  const always = async () => true
  const rowsBy = async (options: Options, onRow: (row: Activity) => Promise<void>) => {
    const entry = await owner.client.get('accounts.get', { params: { accountId } })
    const { signal } = new AbortController()
    const rows = exportActivity(world.db, entry, { filter: {}, signal, mayGoOn: always, ...options })
    for await (const row of rows) await onRow(row)
  }

  test('reads page after page, leaves nothing out at the seams, and holds no transaction open', async () => {
    for (const pageRows of [1, 3, 5, 10, 11]) {
      const seen: Activity[] = []
      await rowsBy({ pageRows }, async (row) => {
        seen.push(row)
        const { rows } = await sql<{ open: number }>`select count(*)::int as open from pg_stat_activity
          where datname = current_database() and state like 'idle in transaction%'`.execute(world.db)
        expect(rows[0]?.open).toBe(0)
      })
      expect(numbers(seen)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0])
    }
  })

  test('stops reading when its caller has gone', async () => {
    const gone = new AbortController()
    const seen: Activity[] = []
    await rowsBy({ pageRows: 2, signal: gone.signal }, async (row) => {
      seen.push(row)
      if (seen.length === 3) gone.abort()
    })
    expect(numbers(seen)).toEqual([9, 8, 7, 6])
  })

  test('breaks off, and not as if that were all, when its caller may no longer read it', async () => {
    const seen: Activity[] = []
    const asked = rowsBy({ pageRows: 4, mayGoOn: async () => seen.length < 8 }, async (row) => {
      seen.push(row)
    })
    await expect(asked).rejects.toThrow('access ended')
    expect(numbers(seen)).toEqual([9, 8, 7, 6, 5, 4, 3, 2])
  })
})
