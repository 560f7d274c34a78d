import type { AccountId, Permission, Template, TemplateId } from '@gatehouse/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { cursorNow, pull } from '../../testing/feed.ts'
import { createWorld, type Member, type World } from '../../testing/world.ts'

let world: World
let accountId: AccountId
let admin: Member
let user: Member

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  accountId = await world.account()
  admin = await world.member(accountId, 'admin')
  user = await world.member(accountId, 'viewer')
})

interface Wanted {
  templateId?: TemplateId
  name?: string
  permissions?: Permission[]
}
const create = (wanted: Wanted = {}, who: Pick<Member, 'client'> = admin) =>
  who.client.call('templates.create', {
    params: { accountId },
    body: { templateId: world.id(), name: 'Front desk', permissions: ['account.view'], ...wanted },
  })
async function made(wanted: Wanted = {}): Promise<Template> {
  const { status, body } = await create(wanted)
  expect(status, JSON.stringify(body)).toBe(200)
  return (body as { value: Template }).value
}
const edit = (template: Template, wanted: Wanted & { baseVersion?: number }, who = admin) => {
  const { name, permissions, version: baseVersion } = template
  return who.client.call('templates.edit', {
    params: { accountId, templateId: template.id },
    body: { name, permissions, baseVersion, ...wanted },
  })
}
const list = async (who: Pick<Member, 'client'> = admin) =>
  (await who.client.get('templates.list', { params: { accountId } })).items
const deputy = () =>
  world.member(accountId, 'custom', { permissions: ['users.view', 'users.edit', 'account.view'] })
const actions = async () => {
  const { items } = await admin.client.get('activity.list', { params: { accountId }, query: {} })
  return items.map(({ action, targetName }) => `${action} ${targetName}`)
}

test('templates are listed by name to those who see users, each account its own', async () => {
  const desk = await made({ name: 'front desk', permissions: ['users.view', 'account.view', 'users.view'] })
  const auditor = await made({ name: 'Auditor' })
  expect(desk).toMatchObject({ permissions: ['account.view', 'users.view'], version: 1 })
  expect(await list(user)).toEqual([auditor, desk])
  const elsewhere = await world.account()
  const other = await world.member(elsewhere, 'admin')
  const { items } = await other.client.get('templates.list', { params: { accountId: elsewhere } })
  expect(items).toEqual([])
  expect((await create({}, user)).body).toMatchObject({ code: 'forbidden', required: 'users.edit' })
})

describe('a name', () => {
  test('is unique in the account, whatever the case and however its letters are put together', async () => {
    await made({ name: 'Café Ümit' })
    for (const name of ['café ümit', ' CAFÉ ÜMIT ', 'Cafe\u0301 Ümit']) {
      expect((await create({ name })).body, name).toMatchObject({ code: 'name_taken' })
    }
    const elsewhere = await world.account()
    const other = await world.member(elsewhere, 'admin')
    await other.client.get('templates.create', {
      params: { accountId: elsewhere },
      body: { templateId: world.id(), name: 'café ümit', permissions: ['account.view'] },
    })
  })

  test('is not taken from another template by an edit, while its own may change its case', async () => {
    const desk = await made()
    const auditor = await made({ name: 'Auditor' })
    expect((await edit(auditor, { name: 'FRONT DESK' })).body).toMatchObject({ code: 'name_taken' })
    expect((await edit(desk, { name: 'FRONT DESK' })).body).toMatchObject({ value: { name: 'FRONT DESK' } })
  })

  test('is taken too where the database alone takes two ways of writing it for one', async () => {
    // A database of another locale than this one has its own idea of small letters: of the last one of a Greek word.
    const { rows } = await sql<{ name: string }>`select collname as name from pg_collation
      where collname in ('pg_c_utf8', 'C.utf8', 'en_US.utf8') order by collname desc limit 1`.execute(
      world.db,
    )
    const locale = sql.id(rows[0]?.name ?? 'default')
    await sql`drop index permission_template_name`.execute(world.db)
    await sql`create unique index permission_template_name
      on permission_template (account_id, lower(name collate ${locale}))`.execute(world.db)
    await made({ name: 'ΟΔΟΣ' })
    const another = await made({ name: 'Auditor' })
    expect((await create({ name: 'οδοσ' })).body).toMatchObject({ code: 'name_taken' })
    expect((await edit(another, { name: 'οδοσ' })).body).toMatchObject({ code: 'name_taken' })
    expect((await create({ templateId: another.id, name: 'Porter' })).body).toMatchObject({
      code: 'validation',
      fields: [{ path: 'templateId' }],
    })
  })

  test('goes to one of those who want it at once', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => create()))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409, 409, 409])
  })

  test('says something', async () => {
    for (const name of ['', '  ', 'x'.repeat(101)]) {
      expect((await create({ name })).body).toMatchObject({ code: 'validation', fields: [{ path: 'name' }] })
    }
  })
})

describe('nobody puts a permission into a template that they lack', () => {
  test('when writing it', async () => {
    const weak = await deputy()
    expect((await create({ permissions: ['account.view', 'users.invite'] }, weak)).body).toMatchObject({
      code: 'forbidden',
      required: 'users.invite',
    })
    expect((await create({ permissions: ['account.view'] }, weak)).status).toBe(200)
  })

  test('nor when changing it, where what it held before may stay', async () => {
    const weak = await deputy()
    const template = await made({ permissions: ['users.invite', 'orders.place'] })
    const kept = await edit(template, { permissions: ['users.invite', 'account.view'] }, weak)
    expect(kept.status).toBe(200)
    const more = { permissions: ['orders.place' as const], baseVersion: 2 }
    expect((await edit(template, more, weak)).body).toMatchObject({ required: 'orders.place' })
  })

  test('nor gives a template that holds more than they do', async () => {
    const weak = await deputy()
    const template = await made({ permissions: ['users.invite'] })
    const body = { role: 'custom' as const, permissions: template.permissions, baseVersion: 1 }
    const params = { accountId, membershipId: user.membershipId }
    const refused = await weak.client.refused('memberships.setPermissions', { params, body })
    expect(refused).toMatchObject({ code: 'forbidden', required: 'users.invite' })
  })
})

test('giving a template copies it: changing or deleting it later changes nobody', async () => {
  const template = await made({ permissions: ['account.view', 'tickets.view_open'] })
  const params = { accountId, membershipId: user.membershipId }
  const body = { role: 'custom' as const, permissions: template.permissions, baseVersion: 1 }
  await admin.client.get('memberships.setPermissions', { params, body })
  await edit(template, { permissions: ['account.view'] })
  await admin.client.get('templates.delete', { params: { accountId, templateId: template.id } })
  expect((await admin.client.get('memberships.get', { params })).permissions).toEqual(template.permissions)
  expect(await list()).toEqual([])
})

test('an edit needs the version that was looked at', async () => {
  const template = await made()
  await edit(template, { permissions: ['users.view'] })
  expect((await edit(template, { name: 'Reception' })).body).toMatchObject({
    code: 'stale_version',
    current: { permissions: ['users.view'], version: 2 },
  })
})

test('a template is not found through another account, and an id is used once', async () => {
  const template = await made()
  const elsewhere = await world.account()
  const other = await world.member(elsewhere, 'owner')
  const params = { accountId: elsewhere, templateId: template.id }
  const body = { name: 'Mine', permissions: template.permissions, baseVersion: 1 }
  expect((await other.client.refused('templates.edit', { params, body })).code).toBe('not_found')
  expect((await other.client.refused('templates.delete', { params })).code).toBe('not_found')
  const again = await create({ templateId: template.id, name: 'Another' })
  expect(again.body).toMatchObject({ code: 'validation', fields: [{ path: 'templateId' }] })
})

test('what was done is written down once, and told to replicas', async () => {
  const cursor = await cursorNow(world)
  const template = await made()
  await edit(template, { name: 'Reception' })
  await edit(template, { name: 'Reception', baseVersion: 2 })
  const { changes } = await pull(world, user.client, cursor)
  const rows = [{ ...template, name: 'Reception', version: 2 }]
  expect(changes).toContainEqual({ type: 'put', accountId, batch: { entity: 'template', rows } })
  await admin.client.get('templates.delete', { params: { accountId, templateId: template.id } })
  expect((await pull(world, user.client, cursor)).changes).toContainEqual({
    type: 'delete',
    accountId,
    target: { entity: 'template', key: { id: template.id } },
  })
  expect(await actions()).toEqual([
    'template.deleted Reception',
    'template.edited Reception',
    'template.created Front desk',
  ])
})

test('an account that can only be read keeps its templates as they are', async () => {
  const template = await made()
  await world.db.updateTable('account').set({ status: 'suspended' }).where('id', '=', accountId).execute()
  expect((await create({ name: 'Auditor' })).body).toMatchObject({ code: 'account_read_only' })
  expect((await edit(template, { name: 'Auditor' })).body).toMatchObject({ code: 'account_read_only' })
  expect(await list()).toEqual([template])
})
