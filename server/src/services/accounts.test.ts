import type { AccountId, ServiceId } from '@gatehouse/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createWorld, type Member, type Person, type World } from '../testing/world.ts'

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
  (await person.client.get('sync.changes', { query: { cursor: cursor as never, limit: 500 } })).changes
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

describe('creating an account', () => {
  const create = (
    body: { reference: string; accountId?: AccountId; name?: string },
    person = administrator,
  ) =>
    person.client.call('environments.accounts.create', {
      params: { environmentId: world.environmentId },
      body: { accountId: world.id<AccountId>(), name: 'Fernstone', plan: 'Business', ...body },
    })

  test('gives it the default application and nothing else but what the environment assigns to all', async () => {
    const usual = await world.application({ isDefault: true })
    const everywhere = await world.application({ autoAssign: true })
    await world.application()
    const id = world.id<AccountId>()
    expect((await create({ reference: 'F-1', accountId: id })).status).toBe(200)
    const { items } = await administrator.client.get('applications.list', { params: { accountId: id } })
    expect(
      items.map(({ application, accountApplication }) => [application.id, accountApplication !== null]),
    ).toEqual(
      expect.arrayContaining([
        [usual, true],
        [everywhere, false],
      ]),
    )
    expect(items).toHaveLength(2)
    const { items: users } = await administrator.client.get('memberships.list', {
      params: { accountId: id },
      query: {},
    })
    expect(users).toEqual([])
    await world.db.deleteFrom('account_application').where('application_id', '=', usual).execute()
    await world.db.deleteFrom('application').where('id', 'in', [usual, everywhere]).execute()
  })

  test('is written down in the account and in the environment, and told to administrators', async () => {
    const id = world.id<AccountId>()
    const cursor = await cursorOf(administrator)
    const row = await world.db
      .selectFrom('change')
      .select((eb) => eb.fn.max('seq').as('seq'))
      .executeTakeFirst()
    await create({ reference: 'F-2', accountId: id })
    const { items } = await administrator.client.get('activity.list', {
      params: { accountId: id },
      query: {},
    })
    const created = {
      actorId: administrator.id,
      action: 'account.created',
      targetName: 'Fernstone',
      before: null,
      after: { name: 'Fernstone', reference: 'F-2', plan: 'Business' },
    }
    expect(items).toMatchObject([created])
    expect(await environmentActivity(id)).toMatchObject([{ ...created, accountId: id }])
    const told = await world.db
      .selectFrom('change')
      .selectAll()
      .where('entity', '=', 'environmentAccount')
      .where('seq', '>', row?.seq ?? '0')
      .execute()
    expect(told).toMatchObject([{ environment_id: world.environmentId, key: { id }, op: 'put' }])
    expect(await changesSince(cursor, administrator)).toContainEqual({ type: 'snapshot', accountId: id })
  })

  test('is refused for a reference that another account of the environment has, and names the field', async () => {
    await create({ reference: 'F-3' })
    const { body } = await create({ reference: ' F-3 ' })
    expect(body).toMatchObject({ code: 'name_taken', fields: [{ path: 'reference' }] })
    const elsewhere = await world.environment()
    const there = await world.administrator(elsewhere)
    await there.client.get('environments.accounts.create', {
      params: { environmentId: elsewhere },
      body: { accountId: world.id<AccountId>(), name: 'Fernstone', reference: 'F-3', plan: 'Business' },
    })
  })

  test('twice at once by one reference makes one account', async () => {
    const answers = await Promise.all([create({ reference: 'F-4' }), create({ reference: 'F-4' })])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
  })

  test('is refused for an id that is taken', async () => {
    const { body } = await create({ reference: 'F-5', accountId })
    expect(body).toMatchObject({ code: 'validation', fields: [{ path: 'accountId' }] })
  })

  test('is for administrators of that environment', async () => {
    expect((await create({ reference: 'F-6' }, owner)).body).toMatchObject({
      code: 'forbidden',
      required: 'environment.administer',
    })
    const other = await world.administrator(await world.environment())
    expect((await create({ reference: 'F-6' }, other)).body).toMatchObject({ code: 'not_found' })
  })
})

describe('editing an account', () => {
  const edit = (person: Person, body: object) =>
    person.client.call('accounts.edit', { params: params(), body: { baseVersion: 1, ...body } })

  test('renames it for whoever holds the permission, and everybody in it hears', async () => {
    const cursor = await cursorOf(owner)
    expect((await edit(owner, { name: 'Fernstone & Sons' })).body).toMatchObject({
      value: { name: 'Fernstone & Sons', version: 2 },
    })
    expect(await changesSince(cursor, owner)).toContainEqual(
      expect.objectContaining({
        type: 'directory',
        row: expect.objectContaining({ account: await accountOf() }),
      }),
    )
    expect(await activityOf()).toMatchObject([
      { action: 'account.edited', before: { name: expect.any(String) }, after: { name: 'Fernstone & Sons' } },
    ])
    expect(await environmentActivity()).toEqual([])
  })

  test('leaves reference and plan to administrators, unless they are sent as they are', async () => {
    const { name, reference, plan } = await accountOf()
    for (const wanted of [{ reference: 'X-1' }, { plan: 'Gold' }]) {
      const refused = (await edit(owner, { name: 'Mine', ...wanted })).body
      expect(refused).toMatchObject({ code: 'forbidden', required: 'environment.administer' })
    }
    expect((await accountOf()).name).toBe(name)
    expect((await edit(owner, { name: 'Mine', reference, plan })).status).toBe(200)
    const { body } = await edit(administrator, { reference: 'X-2', plan: 'Gold', baseVersion: 2 })
    expect(body).toMatchObject({ value: { name: 'Mine', reference: 'X-2', plan: 'Gold', version: 3 } })
    expect(await environmentActivity()).toMatchObject([
      { action: 'account.edited', before: { reference, plan }, after: { reference: 'X-2', plan: 'Gold' } },
    ])
  })

  test('refuses a reference that is taken, two at the same moment too', async () => {
    const other = await world.account()
    const taken = await administrator.client.get('accounts.get', { params: { accountId: other } })
    expect((await edit(administrator, { reference: taken.account.reference })).body).toMatchObject({
      code: 'name_taken',
      fields: [{ path: 'reference' }],
    })
    const answers = await Promise.all(
      [accountId, other].map((id) =>
        administrator.client.call('accounts.edit', {
          params: { accountId: id },
          body: { reference: `SAME-${accountId}`, baseVersion: 1 },
        }),
      ),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
  })

  test('answers a stale one with the account as it is now', async () => {
    await edit(owner, { name: 'First' })
    const { body } = await edit(owner, { name: 'Second' })
    expect(body).toMatchObject({ status: 412, code: 'stale_version', current: { name: 'First', version: 2 } })
  })

  test('that changes nothing leaves no trace', async () => {
    const { name } = await accountOf()
    expect((await edit(owner, { name })).body).toMatchObject({ value: { version: 1 } })
    expect(await activityOf()).toEqual([])
  })
})

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

  test('leaves the accounts beside it alone', async () => {
    const beside = await world.account()
    const serviceId: ServiceId = await world.service(beside)
    await close()
    await remove()
    const { items } = await administrator.client.get('services.list', { params: { accountId: beside } })
    expect(items.map(({ id }) => id)).toEqual([serviceId])
  })
})
