import type { AccountId, ServiceId } from '@gatehouse/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { pull } from '../../testing/feed.ts'
import { createWorld, type Member, type Person, type World } from '../../testing/world.ts'

let world: World
let administrator: Person
let accountId: AccountId
let owner: Member

beforeAll(async () => {
  world = await createWorld()
  administrator = await world.administrator()
})
afterAll(() => world.close())
beforeEach(async () => {
  accountId = await world.account()
  owner = await world.member(accountId, 'owner')
})

const params = () => ({ accountId })
const accountOf = async (person: Person = owner) =>
  (await person.client.get('accounts.get', { params: params() })).account
const activityOf = async (person: Person = owner) =>
  (await person.client.get('activity.list', { params: params(), query: {} })).items
const environmentActivity = async (about: AccountId = accountId) =>
  (
    await administrator.client.get('environments.activity', {
      params: { environmentId: world.environmentId },
      query: { accountId: about },
    })
  ).items
const changesSince = async (cursor: string, person: Person) =>
  (await pull(world, person.client, cursor as never)).changes
const cursorOf = async (person: Person) => {
  const [start] = await person.client.bootstrap()
  if (start?.type !== 'start') throw new Error('a bootstrap begins with its start')
  return start.cursor
}
/** Each row count of whatever hangs on the account. */
const counts = async () => {
  const tables = ['account', 'membership', 'account_application', 'application_grant', 'service'] as const
  const found = await Promise.all(
    tables.map((table) =>
      world.db
        .selectFrom(table)
        .where(table === 'account' ? 'account.id' : (`${table}.account_id` as never), '=', accountId)
        .select((eb) => eb.cast<number>(eb.fn.countAll(), 'integer').as('n'))
        .executeTakeFirstOrThrow(),
    ),
  )
  return Object.fromEntries(tables.map((table, index) => [table, found[index]?.n]))
}

describe('the status of an account', () => {
  type Move = 'suspend' | 'resume' | 'close' | 'reopen'
  const move = (name: Move, body: { reason?: string } = {}, person: Person = administrator) =>
    person.client.call(`accounts.${name}`, { params: params(), body })

  const targets = { suspend: 'suspended', resume: 'active', close: 'closed', reopen: 'active' } as const
  const allowed = {
    active: ['suspend', 'close'],
    suspended: ['resume', 'close'],
    closed: ['reopen'],
  } as const
  const cells = (['active', 'suspended', 'closed'] as const).flatMap((from) =>
    (['suspend', 'resume', 'close', 'reopen'] as const).map((name) => ({ from, name })),
  )

  test.each(cells)('$name, when it is $from', async ({ from, name }) => {
    await world.db.updateTable('account').set({ status: from }).where('id', '=', accountId).execute()
    const { body } = await move(name)
    const recorded = (await activityOf()).map(({ before, after }) => [before, after])
    if (targets[name] === from) {
      expect(body).toMatchObject({ value: { status: from, version: 1 } })
      expect(recorded).toEqual([])
    } else if (allowed[from].some((one) => one === name)) {
      expect(body).toMatchObject({ value: { status: targets[name], version: 2 } })
      expect(recorded).toEqual([[{ status: from }, { status: targets[name] }]])
    } else {
      expect(body).toMatchObject({ code: 'account_read_only' })
      expect((await accountOf()).status).toBe(from)
    }
  })

  test('keeps the reason where it was done, in the account and in the environment', async () => {
    await move('suspend', { reason: 'Overdue' })
    const recorded = { action: 'account.suspended', after: { status: 'suspended', reason: 'Overdue' } }
    expect(await activityOf()).toMatchObject([recorded])
    expect(await environmentActivity()).toMatchObject([{ ...recorded, accountId }])
  })

  test('is not for its owner to decide', async () => {
    for (const name of ['suspend', 'resume', 'close', 'reopen'] as const) {
      expect((await move(name, {}, owner)).body).toMatchObject({ required: 'environment.administer' })
    }
  })

  test('takes effective access away while it is suspended or closed, and gives it back unchanged', async () => {
    const applicationId = await world.application()
    await world.assign(accountId, applicationId, true)
    await world.grant(accountId, owner.membershipId, applicationId)
    const access = async () =>
      (
        await owner.client.get('memberships.access', {
          params: { accountId, membershipId: owner.membershipId },
        })
      ).items
    const before = await access()
    expect(before).toEqual([{ applicationId, sources: ['account', 'grant'] }])
    const held = await counts()
    for (const [there, back] of [
      ['suspend', 'resume'],
      ['close', 'reopen'],
    ] as const) {
      await move(there)
      expect(await access()).toEqual([])
      expect(await counts()).toEqual(held)
      await move(back)
      expect(await access()).toEqual(before)
    }
  })

  test('is told to everybody in it', async () => {
    const cursor = await cursorOf(owner)
    await move('suspend')
    const changes = await changesSince(cursor, owner)
    expect(changes).toContainEqual(
      expect.objectContaining({ row: expect.objectContaining({ account: await accountOf() }) }),
    )
  })

  test('closed, it keeps a pending invitation that nobody can accept until it is open again', async () => {
    const invited = await world.user()
    const invitation = await owner.client.get('invitations.create', {
      params: params(),
      body: { invitationId: world.id(), email: invited.email, role: 'viewer' },
    })
    await move('close')
    const accept = () =>
      invited.client.call('me.invitations.accept', {
        params: { invitationId: invitation.value.id },
        body: {},
      })
    expect((await accept()).body).toMatchObject({ code: 'account_read_only' })
    const { items } = await owner.client.get('invitations.list', { params: params(), query: {} })
    expect(items).toMatchObject([{ status: 'pending', version: 1 }])
    await move('reopen')
    expect((await accept()).status).toBe(200)
  })
})

describe('deleting an account', () => {
  const remove = async (person: Person = administrator, reference?: string) =>
    person.client.call('accounts.delete', {
      params: params(),
      body: { reference: reference ?? (await accountOf()).reference },
    })
  const close = () =>
    world.db.updateTable('account').set({ status: 'closed' }).where('id', '=', accountId).execute()

  test('is refused until it is closed', async () => {
    expect((await remove()).body).toMatchObject({ code: 'account_not_closed' })
    await world.db.updateTable('account').set({ status: 'suspended' }).where('id', '=', accountId).execute()
    expect((await remove()).body).toMatchObject({ code: 'account_not_closed' })
  })

  test('is refused for another reference than its own, and for its owner', async () => {
    await close()
    expect((await remove(administrator, 'A-0')).body).toMatchObject({ fields: [{ path: 'reference' }] })
    expect((await remove(owner)).body).toMatchObject({ required: 'environment.administer' })
    expect((await counts()).account).toBe(1)
  })

  test('takes everything in it along, and counts that in the environment’s activity', async () => {
    const applicationId = await world.application()
    await world.assign(accountId, applicationId)
    await world.grant(accountId, owner.membershipId, applicationId)
    await world.service(accountId)
    await owner.client.get('invitations.create', {
      params: params(),
      body: { invitationId: world.id(), email: 'later@example.com', role: 'viewer' },
    })
    const { reference, name } = await accountOf()
    await close()
    const expected = { memberships: 1, applications: 1, grants: 1, invitations: 1, services: 1, templates: 0 }
    expect((await remove()).body).toMatchObject({ value: { counts: expected } })
    expect(Object.values(await counts())).toEqual([0, 0, 0, 0, 0])
    expect(await environmentActivity()).toMatchObject([
      { action: 'account.deleted', targetName: name, before: { reference, ...expected }, after: null },
    ])
  })

  test('purges it from every member’s and administrator’s replica, and answers a repeated request alike', async () => {
    await close()
    const { reference } = await accountOf()
    const cursor = await cursorOf(owner)
    const administrators = await cursorOf(administrator)
    const key = world.id<string>()
    const send = () =>
      administrator.client.call('accounts.delete', { params: params(), body: { reference } }, { key })
    const first = await send()
    expect(first.status).toBe(200)
    expect(await changesSince(cursor, owner)).toContainEqual({ type: 'purge', accountId })
    expect(await changesSince(administrators, administrator)).toContainEqual({ type: 'purge', accountId })
    expect(await send()).toEqual(first)
    expect(await owner.client.refused('accounts.get', { params: params() })).toMatchObject({ status: 404 })
  })

  test('may take as long as years of activity need', async () => {
    await sql`create table delete_limit (account_id uuid, statement_timeout text)`.execute(world.db)
    await sql`create function note_limit() returns trigger language plpgsql as $$ begin
      insert into delete_limit values (old.id, current_setting('statement_timeout')); return old; end $$`.execute(
      world.db,
    )
    await sql`create trigger note_limit before delete on account for each row execute function note_limit()`.execute(
      world.db,
    )
    await close()
    expect((await remove()).status).toBe(200)
    const { rows } = await sql`select * from delete_limit where account_id = ${accountId}`.execute(world.db)
    expect(rows).toEqual([{ account_id: accountId, statement_timeout: '15min' }])
  })

  test('leaves the accounts beside it alone', async () => {
    const beside = await world.account()
    const serviceId: ServiceId = await world.service(beside)
    await close()
    await remove()
    const { items } = await administrator.client.get('services.list', { params: { accountId: beside } })
    expect(items.map(({ id }) => id)).toEqual([serviceId])
  })
})
