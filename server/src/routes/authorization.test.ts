import {
  type AccountId,
  type ApplicationId,
  type InvitationId,
  type MembershipId,
  type NamedRole,
  type Permission,
  type Problem,
  type Route,
  type RouteCall,
  type RouteName,
  type Routes,
  rolePermissions,
  routes,
} from '@gatehouse/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createWorld, type Member, type Person, type World } from '../testing/world.ts'

/**
 * Who may call what, generated from the contract: every route about an account, every role, in the own account, in
 * somebody else's and in one that doesn't exist.
 */

type AnyCall = (
  name: RouteName,
  parts: RouteCall<Routes[RouteName]>,
) => Promise<{ status: number; body: unknown }>

const all = Object.entries(routes) as [RouteName, Route][]
const accountRoutes = all.filter(([, route]) => route.params && 'accountId' in route.params.shape)
const guarded = accountRoutes.flatMap(([name, { access }]) =>
  access === 'public' || access === 'signed-in' || access === 'administrator'
    ? []
    : [{ name, permission: access }],
)
const roles: NamedRole[] = ['owner', 'admin', 'technician', 'billing', 'viewer']

let world: World
let own: AccountId
let foreign: AccountId
let unknown: AccountId
let inForeign: Member
const members = {} as Record<NamedRole, Member>
let suspended: Member
let ended: Member
let administrator: Person
let foreignAdministrator: Person

beforeAll(async () => {
  world = await createWorld()
  own = await world.account()
  const elsewhere = await world.environment()
  foreign = await world.account({ environmentId: elsewhere })
  unknown = world.id<AccountId>()
  inForeign = await world.member(foreign, 'owner')
  for (const role of roles) members[role] = await world.member(own, role)
  suspended = await world.member(own, 'admin', { status: 'suspended' })
  ended = await world.member(own, 'admin', { endsAt: new Date('2026-01-01') })
  administrator = await world.administrator()
  foreignAdministrator = await world.administrator(elsewhere)
})
afterAll(() => world.close())

/** A well-formed request about things that don't exist: what isn't refused for want of permission gets this far. */
function partsOf(name: RouteName, accountId: AccountId): RouteCall<Routes[RouteName]> {
  const params = {
    accountId,
    applicationId: world.id<ApplicationId>(),
    membershipId: world.id<MembershipId>(),
    invitationId: world.id<InvitationId>(),
  }
  const bodies: Partial<Record<RouteName, object>> = {
    'applications.assign': { applicationIds: [params.applicationId], autoAssign: false },
    'applications.setAutoAssign': { autoAssign: true },
    'invitations.create': { invitationId: params.invitationId, email: 'a@example.com', role: 'viewer' },
  }
  const route: Route = routes[name]
  return {
    params,
    query: name === 'applications.impact' ? { change: 'unassign' } : {},
    ...(route.body ? { body: bodies[name] ?? {} } : {}),
  } as never
}

const ask = (person: Person, name: RouteName, accountId: AccountId) =>
  (person.client.call as AnyCall)(name, partsOf(name, accountId))

test('the matrix knows every route about an account', () => {
  const byPath = all.filter(([, route]) => route.path.includes(':accountId')).map(([name]) => name)
  expect(accountRoutes.map(([name]) => name).toSorted()).toEqual(byPath.toSorted())
  const unguarded = accountRoutes.filter(([, { access }]) => access === 'signed-in' || access === 'public')
  expect(unguarded.map(([name]) => name)).toEqual(['accounts.get', 'sync.snapshot'])
})

describe.each(guarded)('$name needs $permission', ({ name, permission }) => {
  test.each(roles)('as %s of the account', async (role) => {
    const { status, body } = await ask(members[role], name, own)
    const isHeld = rolePermissions[role].includes(permission)
    if (isHeld) {
      expect([401, 403, 500], JSON.stringify(body)).not.toContain(status)
    } else {
      expect(body).toMatchObject({ status: 403, code: 'forbidden', required: permission })
      expect((body as Problem).held?.toSorted()).toEqual(rolePermissions[role].toSorted())
    }
  })

  test('as environment administrator there, and in no other environment', async () => {
    expect([401, 403, 500]).not.toContain((await ask(administrator, name, own)).status)
    expect((await ask(foreignAdministrator, name, own)).body).toMatchObject({ code: 'not_found' })
  })

  test('a suspended membership may nothing, one that has ended and strangers find nothing', async () => {
    const { body } = await ask(suspended, name, own)
    expect(body).toMatchObject({ code: 'forbidden', held: [] })
    for (const person of [ended, inForeign]) {
      expect((await ask(person, name, own)).body).toMatchObject({ code: 'not_found' })
    }
  })

  test('a foreign and an unknown account are answered alike', async () => {
    const answers = await Promise.all([foreign, unknown].map((id) => ask(members.owner, name, id)))
    const [there, nowhere] = answers.map(({ body }) => ({ ...(body as Problem), reference: '' }))
    expect(there).toMatchObject({ status: 404, code: 'not_found' })
    expect(there).toEqual(nowhere)
  })

  test('without a token, with a wrong one, or as a user who is no more', async () => {
    const call = world.anonymous.call as AnyCall
    expect((await call(name, partsOf(name, own))).body).toMatchObject({ code: 'unauthenticated' })
    for (const token of ['nonsense', world.id<string>()]) {
      const parts = partsOf(name, own)
      const answer = await (members.owner.client.call as typeof world.anonymous.call)(name, parts as never, {
        headers: { authorization: `Bearer ${token}` },
      })
      expect(answer.body).toMatchObject({ status: 401, code: 'unauthenticated' })
    }
  })

  test('the lack of a permission is said before anything else that is wrong', async () => {
    const route: Route = routes[name]
    const lacking = await world.member(own, 'viewer', { permissions: [] })
    const response = await world.app.inject({
      method: route.method,
      url: route.path.replace(':accountId', own).replaceAll(/:\w+/g, () => world.id<string>()),
      headers: { authorization: `Bearer ${lacking.id}` },
      ...(route.body ? { payload: { nonsense: true } } : {}),
    })
    expect(response.json()).toMatchObject({ code: 'forbidden', required: permission satisfies Permission })
  })
})

test.each(['accounts.get', 'sync.snapshot'] as const)(
  '%s shows members alone their account',
  async (name) => {
    expect((await ask(members.billing, name, own)).status).toBe(200)
    expect((await ask(administrator, name, own)).status).toBe(200)
    for (const person of [ended, inForeign, foreignAdministrator]) {
      expect((await ask(person, name, own)).body).toMatchObject({ code: 'not_found' })
    }
  },
)

test('every route that is not public wants a token', async () => {
  for (const [name, route] of all) {
    if (route.access === 'public') continue
    const { body } = await (world.anonymous.call as AnyCall)(name, partsOf(name, own))
    expect(body, name).toMatchObject({ code: 'unauthenticated' })
  }
})

describe('an environment administrator', () => {
  test('who is a member as well shows the membership, with every permission', async () => {
    await world.member(own, 'viewer', { person: administrator })
    const { access } = await administrator.client.get('accounts.get', { params: { accountId: own } })
    expect(access).toMatchObject({ via: 'environment', role: 'viewer', membershipStatus: 'active' })
    expect(access.permissions).toEqual(rolePermissions.owner)
  })

  test('who is none has no role', async () => {
    const other = await world.account()
    const { access } = await administrator.client.get('accounts.get', { params: { accountId: other } })
    expect(access).toMatchObject({ via: 'environment', role: null, membershipId: null, isOwner: false })
  })
})
