import {
  type AccountId,
  allPermissions,
  type EnvironmentId,
  type NamedRole,
  type Permission,
  rolePermissions,
  type TemplateId,
} from '@gatehouse/contract'
import { sql } from 'kysely'
import { token as sampleToken } from '../openapi/examples/samples.ts'
import { hashToken } from '../services/invitations/invitation-tokens.ts'
import type { Things } from './requests.ts'
import { furnishReview } from './reviews.ts'
import type { Member, World } from './world.ts'

// Everybody that a request can come from, and every place that it can be about.

export const places = ['own', 'next door', 'elsewhere', 'nowhere'] as const
/**
 * An account, and the environment it is in: the own one; another of the same environment; one of another environment;
 * one that doesn't exist, in an environment that doesn't either.
 */
export type PlaceName = (typeof places)[number]

export interface Place {
  accountId: AccountId
  environmentId: EnvironmentId
  things: Things
}

export interface Principal {
  name: string
  /** Null: sends none. */
  token: string | null
  /** Whether the token is one that the server knows a user by. */
  isUser: boolean
  /** Where they are a member, and what they may do there: nothing while they are suspended. */
  memberOf: Partial<Record<PlaceName, readonly Permission[]>>
  administers: EnvironmentId[]
  isSuspended?: true
}

export interface Cast {
  places: Record<PlaceName, Place>
  principals: Principal[]
  /** A member of the own account who holds this permission and no other. */
  holderOf(permission: Permission): Promise<Principal>
}

const roles: NamedRole[] = ['owner', 'admin', 'technician', 'billing', 'viewer']

export async function createCast(world: World): Promise<Cast> {
  const elsewhereId = await world.environment()
  const own = await createPlace(world, world.environmentId, true)
  const nextDoor = await createPlace(world, world.environmentId)
  const elsewhere = await createPlace(world, elsewhereId)
  const nowhere: Place = { accountId: world.id(), environmentId: world.id(), things: {} }
  nowhere.things = { account: nowhere.accountId, environment: nowhere.environmentId }

  const member = async (
    name: string,
    permissions: readonly Permission[],
    overrides: Parameters<World['member']>[2] = {},
    role: Parameters<World['member']>[1] = 'custom',
  ): Promise<Principal> => {
    const given = overrides.permissions ?? [...permissions]
    const { id } = await world.member(own.accountId, role, { ...overrides, permissions: given })
    const principal = { name, token: id, isUser: true, memberOf: { own: permissions }, administers: [] }
    return overrides.status === 'suspended' ? { ...principal, isSuspended: true } : principal
  }
  const user = async (name: string, rest: Partial<Principal> = {}): Promise<Principal> => {
    const { id } = await world.user()
    return { name, token: id, isUser: true, memberOf: {}, administers: [], ...rest }
  }
  const ownerOf = async (name: string, place: 'next door' | 'elsewhere'): Promise<Principal> => {
    const { accountId } = place === 'elsewhere' ? elsewhere : nextDoor
    const { id } = await world.member(accountId, 'owner')
    return {
      name,
      token: id,
      isUser: true,
      memberOf: { [place]: rolePermissions.owner },
      administers: [],
    }
  }
  const administrator = async (name: string, environmentId: EnvironmentId): Promise<Principal> => {
    const { id } = await world.administrator(environmentId)
    return { name, token: id, isUser: true, memberOf: {}, administers: [environmentId] }
  }
  const outsider = (name: string, token: string | null): Principal => ({
    name,
    token,
    isUser: false,
    memberOf: {},
    administers: [],
  })

  const principals = [
    outsider('nobody', null),
    outsider('a wrong token', 'nonsense'),
    outsider('a user who is no more', world.id()),
    await user('a stranger without accounts'),
    await ownerOf('the owner of the account next door', 'next door'),
    await ownerOf('the owner of an account elsewhere', 'elsewhere'),
  ]
  for (const role of roles) principals.push(await member(role, rolePermissions[role], {}, role))
  const all = [...allPermissions]
  principals.push(
    await member('a member without a permission', []),
    await member('a member with every permission one by one', all),
    await member('a suspended member', [], { status: 'suspended', permissions: all }),
    await user('somebody whose membership has ended'),
    await administrator('the administrator', world.environmentId),
    await administrator('the administrator of another environment', elsewhereId),
  )
  const ended = principals.find(({ name }) => name.endsWith('has ended'))
  const person = { id: ended?.token } as Member
  await world.member(own.accountId, 'admin', { person, endsAt: new Date('2026-01-01') })

  const holders = new Map<Permission, Promise<Principal>>()
  return {
    places: { own, 'next door': nextDoor, elsewhere, nowhere },
    principals,
    holderOf(permission) {
      const known = holders.get(permission) ?? member('a member with that permission alone', [permission])
      holders.set(permission, known)
      return known
    },
  }
}

/** An account with one of everything, so that a request about it finds what it names. */
export async function createPlace(
  world: World,
  environmentId: EnvironmentId,
  hasToken = false,
): Promise<Place> {
  const { db, clock } = world
  const accountId = await world.account({ environmentId })
  const target = await world.member(accountId, 'viewer')
  const reviewer = await world.member(accountId, 'admin')
  const application = await world.application({ environmentId })
  await world.assign(accountId, application)
  const service = await world.service(accountId)
  const invitation = world.id<never>()
  await db
    .insertInto('invitation')
    .values({
      id: invitation,
      account_id: accountId,
      email: `${invitation}@example.com`,
      role: 'viewer',
      permissions: ['account.view'],
      invited_by: target.id,
      created_at: clock.now(),
      expires_at: new Date(clock.now().getTime() + 86_400_000),
    })
    .execute()
  if (hasToken) {
    const token_hash = hashToken(sampleToken)
    await db
      .insertInto('invitation_token')
      .values({ token_hash, invitation_id: invitation, kind: 'link', created_at: clock.now() })
      .execute()
  }
  const template = world.id<TemplateId>()
  await db
    .insertInto('permission_template')
    .values({ id: template, account_id: accountId, name: 'Front desk', permissions: ['account.view'] })
    .execute()
  const feed = await db.selectFrom('feed').select('epoch').executeTakeFirstOrThrow()
  const things: Things = {
    environment: environmentId,
    account: accountId,
    application,
    membership: target.membershipId,
    user: target.id,
    invitation,
    service,
    template,
    reviewer: reviewer.id,
    cursor: `${feed.epoch}.0.0`,
  }
  things.review = await furnishReview(world, things, {
    reviewerId: reviewer.id,
    secondId: null,
    state: 'open',
  })
  return { accountId, environmentId, things }
}

/** What every table holds, so far as it can be told at a glance: how many rows, and the newest to be written. */
export async function fingerprint(world: World): Promise<Record<string, string>> {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`.execute(world.db)
  const parts = rows.map(
    ({ name }) => sql`select ${name} as name, count(*) || ' rows, newest ' ||
      coalesce(max(xmin::text::bigint), 0) as state from ${sql.table(name)}`,
  )
  const states = await sql<{ name: string; state: string }>`${sql.join(parts, sql` union all `)}`.execute(
    world.db,
  )
  return Object.fromEntries(states.rows.map(({ name, state }) => [name, state]))
}
