import type { AccountId, ApplicationId, InvitationId } from '@gatehouse/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { lockAccount } from '../../repositories/access.ts'
import { createTestClient } from '../../testing/client.ts'
import { createWorld, type Person, type World } from '../../testing/world.ts'

const dayMs = 86_400_000

// Hundreds of changes in one request.
vi.setConfig({ testTimeout: 120_000 })

let world: World
let person: Person
let accounts: AccountId[]
let applicationId: ApplicationId

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  person = await world.user()
  applicationId = await world.application()
  accounts = []
  for (let count = 0; count < 4; count += 1) {
    const accountId = await world.account()
    await world.member(accountId, 'admin', { person })
    accounts.push(accountId)
  }
})

const first = () => accounts[0] as AccountId
const assignments = (ids = accounts) =>
  ids.map((accountId) => ({ accountId, applicationIds: [applicationId], autoAssign: false }))
const address = (email: string, overrides: object = {}) => ({
  accountId: first(),
  invitationId: world.id<InvitationId>(),
  email,
  role: 'viewer' as const,
  ...overrides,
})
const activities = (mutationId: string) =>
  world.db
    .selectFrom('activity')
    .select(['account_id', 'action'])
    .where('mutation_id', '=', mutationId as never)
    .execute()

const waiting = async () => {
  const { rows } = await sql`select from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`.execute(world.db)
  return rows.length > 0
}

describe('a bulk request', () => {
  test('is one transaction and one mutation, answered in the order given', async () => {
    const key = world.id<string>()
    const stranger = await world.account()
    const order = [...accounts.toReversed(), stranger]
    const answer = await person.client.get('bulk.assign', { body: { items: assignments(order) } }, { key })
    const { items } = answer.value
    expect(items.map((item) => (item.ok ? item.value.items[0]?.accountId : item.problem.code))).toEqual([
      ...accounts.toReversed(),
      'not_found',
    ])
    expect(await activities(key)).toHaveLength(accounts.length)
    const told = await world.db
      .selectFrom('change')
      .select(['xid', 'account_id'])
      .where('account_id', 'in', accounts)
      .execute()
    expect(new Set(told.map(({ xid }) => xid))).toEqual(new Set([answer.transaction]))
    expect(new Set(told.map(({ account_id }) => account_id))).toEqual(new Set(accounts))
  })

  test('sent again under its key is answered the very same, whatever happened since', async () => {
    const key = world.id<string>()
    const body = { items: [...assignments(), ...assignments([await world.account()])] }
    const before = await person.client.call('bulk.assign', { body }, { key })
    await world.db.deleteFrom('membership').where('user_id', '=', person.id).execute()
    world.clock.advance(dayMs)
    expect(await person.client.call('bulk.assign', { body }, { key })).toEqual(before)
    expect(await activities(key)).toHaveLength(accounts.length)
  })

  test('sent many times at once over two nodes is done once, and all get the same answer', async () => {
    const node = await world.node()
    const clients = [person.client, createTestClient(node.app, person.id)]
    const key = world.id<string>()
    const body = { items: assignments() }
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, turn) =>
        (clients[turn % 2] ?? person.client).call('bulk.assign', { body }, { key }),
      ),
    )
    expect(answers[0]?.status).toBe(200)
    for (const answer of answers) expect(answer).toEqual(answers[0])
    expect(await activities(key)).toHaveLength(accounts.length)
    await node.close()
  })

  test('under a key that another one had is refused', async () => {
    const key = world.id<string>()
    await person.client.get('bulk.assign', { body: { items: assignments() } }, { key })
    const body = { items: assignments([first()]) }
    expect((await person.client.refused('bulk.assign', { body }, { key })).code).toBe('idempotency_mismatch')
  })

  test('and others that name the same accounts in another order do not stop each other', async () => {
    const names = ['bulk.assign', 'bulk.unassign'] as const
    const answers = await Promise.all(
      Array.from({ length: 24 }, (_, turn) => {
        const order = turn % 3 === 0 ? accounts : accounts.toReversed()
        const name = names[turn % 2] ?? 'bulk.assign'
        const items =
          name === 'bulk.assign'
            ? assignments(order)
            : order.map((accountId) => ({ accountId, applicationId }))
        return person.client.call(name, { body: { items } } as never)
      }),
    )
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
  })

  test("does not wait for accounts that are somebody else's", async () => {
    const foreign = await world.account()
    const items = await world.db.transaction().execute(async (tx) => {
      await tx.selectFrom('account').select('id').where('id', '=', foreign).forUpdate().execute()
      const body = { items: assignments([foreign, first()]) }
      return (await person.client.get('bulk.assign', { body })).value.items
    })
    expect(items).toMatchObject([{ ok: false, problem: { code: 'not_found' } }, { ok: true }])
  })

  test('changes nothing in an account that its sender came to while it waited, and so was not locked', async () => {
    const late = await world.account()
    const held = await world.db.startTransaction().execute()
    await lockAccount(held, first())
    const sent = person.client.get('bulk.assign', { body: { items: assignments([first(), late]) } })
    await expect.poll(waiting, { interval: 5, timeout: 20_000 }).toBe(true)
    await world.member(late, 'admin', { person })
    await held.rollback().execute()
    expect((await sent).value.items).toMatchObject([
      { ok: true },
      { ok: false, problem: { code: 'not_found' } },
    ])
  })

  test('answers a foreign and an unknown account alike', async () => {
    const body = { items: assignments([await world.account(), world.id<AccountId>()]) }
    const [foreign, unknown] = (await person.client.get('bulk.assign', { body })).value.items
    expect(foreign).toMatchObject({ ok: false })
    expect(foreign).toEqual(unknown)
  })

  test('names an account in large letters, and it is the same one', async () => {
    const accountId = first().toUpperCase() as AccountId
    const body = { items: [{ accountId, applicationIds: [applicationId], autoAssign: false }] }
    const { items } = (await person.client.get('bulk.assign', { body })).value
    expect(items).toMatchObject([{ ok: true, value: { items: [{ accountId: first() }] } }])
  })

  test.each([0, 501])('of %i changes is refused as a whole', async (count) => {
    const items = Array.from({ length: count }, () => ({ accountId: first(), applicationId }))
    expect(await person.client.refused('bulk.unassign', { body: { items } })).toMatchObject({
      code: 'validation',
      fields: [{ path: 'items' }],
    })
  })
})

describe('inviting many', () => {
  test('500 addresses with a message each fit into one request and are answered line by line', async () => {
    const message = 'Welcome to the client area. '.repeat(35)
    const items = Array.from({ length: 500 }, (_, index) =>
      address(index % 50 === 0 ? `not an address ${index}` : `guest${index}@example.com`, { message }),
    )
    expect(JSON.stringify({ items }).length).toBeGreaterThan(256 * 1024)
    const { value } = await person.client.get('bulk.invite', { body: { items } })
    const refused = value.items.flatMap((item, index) => (item.ok ? [] : [{ index, problem: item.problem }]))
    expect(refused.map(({ index }) => index)).toEqual([0, 50, 100, 150, 200, 250, 300, 350, 400, 450])
    for (const { problem } of refused) {
      expect(problem).toMatchObject({ code: 'validation', fields: [{ path: 'email' }] })
    }
    const mails = await world.db
      .selectFrom('mail_outbox as m')
      .innerJoin('invitation as i', 'i.id', 'm.invitation_id')
      .where('i.account_id', '=', first())
      .select('m.id')
      .execute()
    expect(mails).toHaveLength(490)
  })

  test('more than two megabytes are refused', async () => {
    const items = Array.from({ length: 500 }, (_, index) =>
      address(`guest${index}@example.com`, { message: 'x'.repeat(5000) }),
    )
    expect((await person.client.refused('bulk.invite', { body: { items } })).code).toBe('too_large')
  })

  test('an address named twice is invited once, and the second line says so', async () => {
    const items = [address('twice@example.com'), address('TWICE@example.com'), address(person.email)]
    const { value } = await person.client.get('bulk.invite', { body: { items } })
    expect(value.items).toMatchObject([
      { ok: true, value: { email: 'twice@example.com' } },
      { ok: false, problem: { code: 'already_invited' } },
      { ok: false, problem: { code: 'already_member' } },
    ])
  })

  test('a refused line leaves nothing behind, not even what it did before it was refused', async () => {
    const { value } = await person.client.get('bulk.invite', {
      body: { items: [address('late@example.com', { expiresInDays: 1 }), address('other@example.com')] },
    })
    const [late, other] = value.items
    if (!late?.ok || !other?.ok) throw new Error('both are new')
    world.clock.advance(2 * dayMs)
    // Making way for it marks the old one expired; then the id turns out to be taken.
    const again = await person.client.get('bulk.invite', {
      body: {
        items: [address('late@example.com', { invitationId: other.value.id }), address('third@example.com')],
      },
    })
    expect(again.value.items).toMatchObject([
      { ok: false, problem: { code: 'validation', fields: [{ path: 'invitationId' }] } },
      { ok: true },
    ])
    const rows = await world.db
      .selectFrom('invitation')
      .select(['status', 'version'])
      .where('id', '=', late.value.id)
      .execute()
    expect(rows).toEqual([{ status: 'pending', version: 1 }])
  })

  test('a text that can not be stored is a mistake of its line alone', async () => {
    const items = [address('zero@example.com', { message: 'a\u0000b' }), address('fine@example.com')]
    const { value } = await person.client.get('bulk.invite', { body: { items } })
    expect(value.items).toMatchObject([{ ok: false, problem: { code: 'validation' } }, { ok: true }])
  })
})

describe('the impact of a bulk change', () => {
  /** Three users in each account; in the first the application with a grant, in the second for all. */
  beforeEach(async () => {
    const [one, two] = accounts as [AccountId, AccountId]
    await world.assign(one, applicationId)
    await world.assign(two, applicationId, true)
    for (const accountId of accounts) {
      const { membershipId } = await world.member(accountId, 'viewer')
      await world.member(accountId, 'viewer')
      if (accountId === one) await world.grant(accountId, membershipId, applicationId)
    }
  })
  const items = (ids = accounts) => ids.map((accountId) => ({ accountId, applicationId }))

  test('is that of each account, and the sum of all', async () => {
    const foreign = await world.account()
    const answer = await person.client.get('bulk.impact', {
      body: { change: 'unassign', items: items([...accounts.slice(0, 2), foreign]) },
    })
    const nothing = { gain: 0, lose: 0, keepByGrant: 0, keepByEnvironment: 0 }
    expect(answer).toEqual({
      items: [
        { ok: true, value: { ...nothing, lose: 1 } },
        { ok: true, value: { ...nothing, lose: 3 } },
        { ok: false, problem: expect.objectContaining({ code: 'not_found' }) },
      ],
      totals: { ...nothing, lose: 4 },
    })
  })

  test('of assigning counts those who would gain by auto-assignment where it is not assigned yet', async () => {
    const gains = async (change: 'assign' | 'assign_auto') =>
      (await person.client.get('bulk.impact', { body: { change, items: items() } })).items.map(
        (item) => item.ok && item.value.gain,
      )
    expect(await gains('assign')).toEqual([0, 0, 0, 0])
    expect(await gains('assign_auto')).toEqual([0, 0, 3, 3])
  })

  test('comes true', async () => {
    const access = async () => {
      let holders = 0
      for (const accountId of accounts) {
        const { items: members } = await person.client.get('memberships.list', {
          params: { accountId },
          query: {},
        })
        for (const { id: membershipId } of members) {
          const { items: opens } = await person.client.get('memberships.access', {
            params: { accountId, membershipId },
          })
          if (opens.some((item) => item.applicationId === applicationId)) holders += 1
        }
      }
      return holders
    }
    for (const change of ['assign_auto', 'unassign'] as const) {
      const { totals } = await person.client.get('bulk.impact', { body: { change, items: items() } })
      const before = await access()
      if (change === 'unassign') await person.client.get('bulk.unassign', { body: { items: items() } })
      else {
        const body = { items: assignments().map((item) => ({ ...item, autoAssign: true })) }
        await person.client.get('bulk.assign', { body })
      }
      expect((await access()) - before).toBe(totals.gain - totals.lose)
    }
  })

  test('is not told to whoever may not see the applications, and writes nothing', async () => {
    const billing = await world.member(first(), 'billing')
    const body = { change: 'unassign' as const, items: items([first()]) }
    const { items: outcomes } = await billing.client.get('bulk.impact', { body })
    expect(outcomes).toMatchObject([
      { ok: false, problem: { code: 'forbidden', required: 'applications.view' } },
    ])
    const rows = await world.db
      .selectFrom('change')
      .select('seq')
      .where('account_id', 'in', accounts)
      .execute()
    expect(rows).toEqual([])
  })
})
