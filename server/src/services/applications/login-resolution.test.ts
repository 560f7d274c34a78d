import type { AccountId, ApplicationId, EnvironmentId, LoginResolution } from '@gatehouse/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createWorld, type Member, type Person, type World } from '../../testing/world.ts'

let world: World
let environmentId: EnvironmentId
let accountId: AccountId
let applicationId: ApplicationId
let user: Member

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  environmentId = await world.environment()
  accountId = await world.account({ environmentId, name: 'Fernstone' })
  applicationId = await world.application({ environmentId, name: 'Ledger' })
  user = await world.member(accountId, 'technician')
})

const login = (query: { appId?: string; accountId?: string } = {}, person: Person = user) =>
  person.client.get('login.resolve', { query })
const give = async (id = applicationId, account = accountId, member = user) => {
  await world.assign(account, id)
  await world.grant(account, member.membershipId, id)
}
const reasonOf = (resolution: LoginResolution) =>
  resolution.outcome === 'error' ? [resolution.reason, resolution.because] : resolution.outcome
const makeDefault = () =>
  world.db.updateTable('application').set({ is_default: true }).where('id', '=', applicationId).execute()
const set = (columns: { status?: 'active' | 'inactive'; auto_assign?: boolean; login_url?: string }) =>
  world.db.updateTable('application').set(columns).where('id', '=', applicationId).execute()
const lastActive = async () =>
  (
    await world.db
      .selectFrom('membership')
      .select('last_active_at')
      .where('id', '=', user.membershipId)
      .executeTakeFirstOrThrow()
  ).last_active_at

describe('a login that names an application', () => {
  test('opens it at its login URL with the application’s id and the account, its own query kept', async () => {
    await give()
    await set({ login_url: 'https://app.example.com/login?lang=en' })
    expect(await login({ appId: applicationId })).toMatchObject({
      outcome: 'open',
      application: { id: applicationId },
      account: { id: accountId },
      url: `https://app.example.com/login?lang=en&appId=${applicationId}&accountId=${accountId}`,
    })
  })

  test('offers the accounts that it could be opened in, by name, and none that it could not', async () => {
    await give()
    const zebra = await world.account({ environmentId, name: 'Zebra' })
    const alder = await world.account({ environmentId, name: 'alder' })
    const birch = await world.account({ environmentId, name: 'Birch' })
    for (const id of [zebra, alder]) {
      await give(applicationId, id, await world.member(id, 'viewer', { person: user }))
    }
    await world.member(birch, 'viewer', { person: user })
    await world.assign(birch, applicationId)
    const resolution = await login({ appId: applicationId })
    if (resolution.outcome !== 'choose') throw new Error(resolution.outcome)
    expect(resolution.options.map(({ account }) => account.name)).toEqual(['alder', 'Fernstone', 'Zebra'])
    expect(resolution.total).toBe(3)
    expect(resolution.options[0]?.url).toContain(`accountId=${alder}`)
    expect(await login({ appId: applicationId, accountId: zebra })).toMatchObject({
      outcome: 'open',
      account: { id: zebra },
    })
  })

  test('says what is in the way', async () => {
    const why = async () => reasonOf(await login({ appId: applicationId }))
    const setAccount = (status: 'active' | 'suspended' | 'closed') =>
      world.db.updateTable('account').set({ status }).where('id', '=', accountId).execute()
    const setMember = (columns: { status?: 'active' | 'suspended'; permissions?: ['users.view'] }) =>
      world.db.updateTable('membership').set(columns).where('id', '=', user.membershipId).execute()
    expect(await why()).toEqual(['application_unknown', null])
    await world.assign(accountId, applicationId)
    expect(await why()).toEqual(['not_assigned', null])
    await world.grant(accountId, user.membershipId, applicationId)
    await set({ status: 'inactive' })
    expect(await why()).toEqual(['application_inactive', null])
    await setMember({ permissions: ['users.view'] })
    expect(await why()).toEqual(['permission_lacking', null])
    await setMember({ status: 'suspended' })
    expect(await why()).toEqual(['membership_suspended', null])
    await setAccount('suspended')
    expect(await why()).toEqual(['account_suspended', null])
    await setAccount('closed')
    expect(await why()).toEqual(['account_closed', null])
  })

  test('finds nothing by what is no id, by an id of nothing, and by an application of another environment', async () => {
    const foreign = await world.application({ environmentId: await world.environment() })
    const answers = []
    for (const appId of ['nonsense', '\u0000', world.id<string>(), foreign])
      answers.push(await login({ appId }))
    expect(answers[0]).toEqual({
      outcome: 'error',
      reason: 'application_unknown',
      because: null,
      application: null,
      account: null,
    })
    for (const answer of answers) expect(answer).toEqual(answers[0])
  })

  test('in an account that is not theirs, or not any more, finds no such account', async () => {
    await give()
    const foreign = await world.account({ environmentId })
    const ended = await world.account({ environmentId })
    await world.member(ended, 'viewer', { person: user, endsAt: new Date('2026-01-01') })
    for (const id of ['nonsense', world.id<string>(), foreign, ended]) {
      const answer = await login({ appId: applicationId, accountId: id })
      expect(answer).toMatchObject({ reason: 'account_unknown', application: null, account: null })
    }
  })

  test('does not open by a membership that has ended', async () => {
    await give()
    await world.db
      .updateTable('membership')
      .set({ ends_at: world.clock.now() })
      .where('id', '=', user.membershipId)
      .execute()
    expect(reasonOf(await login({ appId: applicationId }))).toEqual(['application_unknown', null])
  })
})

describe('a login that names no application', () => {
  test('opens the default one of the environment', async () => {
    await give()
    expect(reasonOf(await login())).toEqual(['no_application_named', null])
    await makeDefault()
    expect(await login()).toMatchObject({ outcome: 'open', application: { id: applicationId } })
    expect(await login({ appId: '' })).toMatchObject({ outcome: 'open' })
  })

  test('says why the default one can not be opened', async () => {
    await makeDefault()
    expect(reasonOf(await login())).toEqual(['default_unreachable', 'not_on_account'])
    await give()
    await set({ status: 'inactive' })
    expect(reasonOf(await login())).toEqual(['default_unreachable', 'application_inactive'])
  })

  test('takes the default of the account that is named, where several environments have one', async () => {
    await give()
    await makeDefault()
    const elsewhere = await world.environment()
    const other = await world.account({ environmentId: elsewhere })
    const member = await world.member(other, 'viewer', { person: user })
    const otherDefault = await world.application({ environmentId: elsewhere, isDefault: true })
    await give(otherDefault, other, member)
    expect(await login()).toMatchObject({ outcome: 'choose', total: 2 })
    expect(await login({ accountId: other })).toMatchObject({
      outcome: 'open',
      application: { id: otherDefault },
      account: { id: other },
    })
  })

  test('opens nothing for somebody without an account', async () => {
    await makeDefault()
    expect(reasonOf(await login({}, await world.user()))).toEqual(['no_application_named', null])
  })
})

describe('an environment administrator', () => {
  test('without a membership opens what is on the account that is named', async () => {
    const administrator = await world.administrator(environmentId)
    const query = { appId: applicationId, accountId }
    expect(reasonOf(await login(query, administrator))).toEqual(['not_on_account', null])
    await world.assign(accountId, applicationId)
    expect(await login(query, administrator)).toMatchObject({ outcome: 'open', account: { id: accountId } })
    expect(reasonOf(await login({ appId: applicationId }, administrator))).toEqual(['not_assigned', null])
  })
})

describe('the last activity of the membership', () => {
  test('is noted where an application is opened, at most once an hour, and not where nothing is', async () => {
    await world.assign(accountId, applicationId)
    await login({ appId: applicationId })
    expect(await lastActive()).toBeNull()
    await world.grant(accountId, user.membershipId, applicationId)
    const first = world.clock.now()
    await login({ appId: applicationId })
    expect(await lastActive()).toEqual(first)
    world.clock.advance(3_599_999)
    await login({ appId: applicationId })
    expect(await lastActive()).toEqual(first)
    world.clock.advance(1)
    await login({ appId: applicationId })
    expect(await lastActive()).toEqual(world.clock.now())
  })
})
