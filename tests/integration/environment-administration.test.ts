import { type AccountId, type ApplicationId, type InvitationId, ok, type Result } from '@gatehouse/contract'
import { v7 } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { HandlersDeps } from '../../src/main/ipc/handlers/deps.ts'
import { environmentsHandlers } from '../../src/main/ipc/handlers/environments.ts'
import type { Client } from './kit/client.ts'
import { answered } from './kit/compare.ts'
import { isWrite } from './kit/faulty-proxy.ts'
import { clientOf, createOffice } from './kit/office.ts'
import { createScene, type Scene } from './kit/scene.ts'

let scene: Scene
beforeAll(async () => {
  scene = await createScene()
})
afterAll(() => scene.close())

const page = 'https://example.com/'

/** Somebody who administers the environment, with what their window can ask for. */
async function administrator() {
  const office = await createOffice(scene.world)
  const person = await scene.world.administrator()
  const client = await clientOf(scene, { ...person, membershipId: office.admin.membershipId })
  const deps = {
    session: { workspace: () => ok(client.workspace()) },
    clock: client.time.clock,
    fetch,
  } as unknown as HandlersDeps
  const handlers = environmentsHandlers(deps)
  const { environmentId } = scene.world
  return { office, client, environmentId, ...handlers }
}

function newApplication(name: string) {
  const key = name.toLowerCase()
  const urls = { applicationUrl: page, loginUrl: page, logoUrl: null }
  return { name, key, description: '', type: 'application' as const, ...urls }
}

async function applicationIn(client: Client, id: ApplicationId) {
  const { environmentId } = scene.world
  const all = answered(await client.read('environments.applications', { environmentId }))
  return all.find((each) => each.id === id)
}

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.detail}`)
  return result.value
}

test('what was changed at the server is here when the command answers, whoever it concerns', async () => {
  const { client, environmentId, commands, queries, office } = await administrator()
  const applicationId = v7() as ApplicationId
  const target = { environmentId, applicationId }
  const made = value(
    await commands['environments.createApplication']({
      ...target,
      ...newApplication('Ledger'),
      attempt: v7(),
    }),
  )
  expect(await applicationIn(client, applicationId)).toMatchObject({
    status: 'inactive',
    accounts: 0,
    users: 0,
  })
  const active = value(
    await commands['environments.setStatus']({
      ...target,
      status: 'active',
      baseVersion: made.version,
      attempt: v7(),
    }),
  )
  const impact = value(await queries['environments.impact']({ ...target, change: 'enable_auto_assign' }))
  const before = answered(await client.read('environments.get', { environmentId }))
  expect(impact.gain, 'the effect that is said first').toBe(before.users)
  value(
    await commands['environments.setAutoAssign']({
      ...target,
      autoAssign: true,
      onDisable: 'drop',
      baseVersion: active.version,
      attempt: v7(),
    }),
  )
  expect(await applicationIn(client, applicationId), 'and what came of it').toMatchObject({
    autoAssign: true,
    users: impact.gain,
    accounts: before.accounts.total,
  })
  const { accountId } = office
  const list = answered(await client.read('applications.list', { accountId, type: 'application' }))
  expect(list.find(({ id }) => id === applicationId)).toMatchObject({ level: 'environment', users: 3 })

  const version = answered(await client.read('environments.get', { environmentId })).version
  value(
    await commands['environments.setDefault']({
      environmentId,
      applicationId,
      baseVersion: version,
      attempt: v7(),
    }),
  )
  expect(answered(await client.read('environments.get', { environmentId })).defaultApplication).toMatchObject(
    {
      name: 'Ledger',
    },
  )
})

test('an account is created with an invitation of its owner-to-be, moved about and deleted', async () => {
  const { client, environmentId, commands } = await administrator()
  const accountId = v7() as AccountId
  const account = { environmentId, accountId, name: 'Tidewater', reference: 'T-1', plan: 'Starter' }
  const owner = { invitationId: v7() as InvitationId, email: 'skipper@example.org' }
  const created = await commands['environments.createAccount']({ ...account, owner, attempt: v7() })
  expect(value(created)).toEqual({ invitation: null })
  await client.settled()
  const invitations = answered(await client.read('invitations.list', { accountId }))
  expect(invitations).toMatchObject([{ email: 'skipper@example.org', role: 'admin', status: 'pending' }])

  const other = { ...account, accountId: v7() as AccountId, owner: null, attempt: v7() }
  const taken = await commands['environments.createAccount'](other)
  expect(taken).toMatchObject({ ok: false, error: { code: 'name_taken' } })
  const second = { ...other, reference: 'T-2', owner: { ...owner, email: 'no address' } }
  const notInvited = value(await commands['environments.createAccount'](second))
  expect(notInvited.invitation, 'the account is there all the same').toMatchObject({ code: 'validation' })
  expect(answered(await client.read('accounts.get', { accountId: other.accountId })).name).toBe('Tidewater')

  const statusOf = async () => answered(await client.read('accounts.get', { accountId })).status
  for (const [move, status] of [
    ['suspend', 'suspended'],
    ['resume', 'active'],
    ['close', 'closed'],
  ] as const) {
    value(await commands['environments.moveAccount']({ accountId, move, reason: 'asked for', attempt: v7() }))
    expect(await statusOf()).toBe(status)
  }
  const wrong = await commands['environments.deleteAccount']({ accountId, reference: 'T-2', attempt: v7() })
  expect(wrong).toMatchObject({ ok: false })
  value(await commands['environments.deleteAccount']({ accountId, reference: 'T-1', attempt: v7() }))
  expect(await client.read('accounts.get', { accountId })).toMatchObject({
    ok: false,
    error: { code: 'not_found' },
  })
})

test('what broke off without an answer counts once when the same attempt is said again', async () => {
  const { client, environmentId, commands, queries } = await administrator()
  const attempt = v7()
  const target = { environmentId, applicationId: v7() as ApplicationId }
  const wanted = { ...target, ...newApplication('Harbour'), attempt }
  client.network.fault(isWrite, { do: 'cut after' }, 1)
  const cut = await commands['environments.createApplication'](wanted)
  expect(cut).toMatchObject({ ok: false, error: { code: 'offline' } })
  value(await commands['environments.createApplication'](wanted))
  const keys = client.network.seen.filter(isWrite).map(({ key }) => key)
  expect(new Set(keys).size, 'under one key').toBe(1)
  expect(keys).toHaveLength(2)

  const filter = {
    text: 'Harbour',
    kind: 'all' as const,
    userId: null,
    applicationId: null,
    from: null,
    to: null,
  }
  const activity = value(await queries['environments.activity']({ environmentId, filter, after: null }))
  expect(activity.items.map(({ action }) => action)).toEqual(['application.created'])

  // The same again, by another attempt, is another change.
  const again = await commands['environments.createApplication']({ ...wanted, attempt: v7() })
  expect(again).toMatchObject({ ok: false, error: { code: 'name_taken' } })
})

test('administrators come and go, and the last one stays', async () => {
  const { client, environmentId, commands, queries, office } = await administrator()
  const others = value(await queries['environments.administrators']({ environmentId }))
  const added = await commands['environments.addAdministrator']({
    environmentId,
    email: office.member.email,
    attempt: v7(),
  })
  const { userId } = value(added)
  const listed = value(await queries['environments.administrators']({ environmentId }))
  expect(listed).toHaveLength(others.length + 1)
  value(await commands['environments.removeAdministrator']({ environmentId, userId, attempt: v7() }))
  const me = client.workspace().principal().userId
  for (const other of others.filter((each) => each.userId !== me)) {
    const leaving = { environmentId, userId: other.userId, attempt: v7() }
    value(await commands['environments.removeAdministrator'](leaving))
  }
  const last = await commands['environments.removeAdministrator']({
    environmentId,
    userId: me,
    attempt: v7(),
  })
  expect(last).toMatchObject({ ok: false, error: { code: 'last_administrator' } })
})
