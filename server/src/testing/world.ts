import {
  type AccountId,
  type ApplicationId,
  type EnvironmentId,
  type InvitationId,
  type MembershipId,
  type Permission,
  permissionsOf,
  type Role,
  type ServiceId,
  type UserId,
} from '@gatehouse/contract'
import type { FastifyInstance } from 'fastify'
import { type Clock, systemRandomness as random } from '../clock.ts'
import type { Database, DatabaseConfig } from '../db/database.ts'
import { recordChanges } from '../services/record.ts'
import { createTestClient, type TestClient } from './client.ts'
import { type Ground, type Node, type NodeOptions, startNode, startNodeOn } from './nodes.ts'
import { createTestDatabase } from './test-database.ts'

export interface TestClock extends Clock {
  advance(ms: number): void
}

export interface Person {
  id: UserId
  email: string
  name: string
  client: TestClient
}

export interface World {
  db: Database
  config: DatabaseConfig
  app: FastifyInstance
  clock: TestClock
  environmentId: EnvironmentId
  /** Calls without a token. */
  anonymous: TestClient
  /**
   * Another server on the same database, as it runs behind a balancer. One that keeps nothing does each write as a
   * whole, answers it, and then rolls its transaction back.
   */
  node(options?: NodeOptions): Promise<Node>
  environment(): Promise<EnvironmentId>
  user(overrides?: Partial<UserInput>): Promise<Person>
  administrator(environmentId?: EnvironmentId): Promise<Person>
  account(overrides?: Partial<AccountInput>): Promise<AccountId>
  member(accountId: AccountId, role?: Role, overrides?: Partial<MemberInput>): Promise<Member>
  application(overrides?: Partial<ApplicationInput>): Promise<ApplicationId>
  /** Puts an application on an account; without the rules and the feed. */
  assign(accountId: AccountId, applicationId: ApplicationId, autoAssign?: boolean): Promise<void>
  grant(accountId: AccountId, membershipId: MembershipId, applicationId: ApplicationId): Promise<void>
  service(accountId: AccountId): Promise<ServiceId>
  id<T extends string>(): T
  close(): Promise<void>
}

interface UserInput {
  name: string
  email: string
  isVerified: boolean
}
interface AccountInput {
  name: string
  environmentId: EnvironmentId
  status: 'active' | 'suspended' | 'closed'
}
interface MemberInput {
  person: Person
  permissions: Permission[]
  status: 'active' | 'suspended'
  endsAt: Date
}
export interface Member extends Person {
  membershipId: MembershipId
}
interface ApplicationInput {
  name: string
  environmentId: EnvironmentId
  autoAssign: boolean
  status: 'active' | 'inactive'
  isDefault: boolean
}

export type WorldOptions = Omit<Ground, 'config' | 'clock'>

/** A database, a server without a network, a clock that stands still, and whoever a test needs in it. */
export async function createWorld(options: WorldOptions = {}): Promise<World> {
  const { db, config, drop } = await createTestDatabase()
  const clock = createTestClock(new Date('2026-03-02T09:00:00.000Z'))
  const ground = { ...options, config, clock }
  const first = await startNode(ground, db)
  const { app } = first
  const nodes: Node[] = []

  let count = 0
  const next = () => {
    count += 1
    return count
  }
  const id = <T extends string>() => random.id(clock.now()) as T
  const now = () => clock.now()

  const world: World = {
    db,
    config,
    app,
    clock,
    environmentId: '' as EnvironmentId,
    anonymous: createTestClient(app, null),
    async node(nodeOptions) {
      const node = await startNodeOn(ground, nodeOptions)
      nodes.push(node)
      return node
    },
    id,
    async environment() {
      const row = {
        id: id<EnvironmentId>(),
        key: `env-${next()}`,
        name: 'Production',
        kind: 'production',
      } as const
      await db.insertInto('environment').values(row).execute()
      return row.id
    },
    async user(overrides = {}) {
      const n = next()
      const { name, email, isVerified } = {
        name: `Person ${n}`,
        email: `person${n}@example.com`,
        isVerified: true,
        ...overrides,
      }
      const userId = id<UserId>()
      await db
        .insertInto('app_user')
        .values({ id: userId, name, email, email_verified_at: isVerified ? now() : null, created_at: now() })
        .execute()
      return { id: userId, name, email, client: createTestClient(app, userId) }
    },
    async administrator(environmentId = world.environmentId) {
      const person = await world.user()
      await db
        .insertInto('environment_administrator')
        .values({ environment_id: environmentId, user_id: person.id })
        .execute()
      return person
    },
    async account(overrides = {}) {
      const n = next()
      const { name, environmentId, status } = {
        name: `Account ${n}`,
        environmentId: world.environmentId,
        status: 'active' as const,
        ...overrides,
      }
      const accountId = id<AccountId>()
      await db
        .insertInto('account')
        .values({
          id: accountId,
          environment_id: environmentId,
          name,
          reference: `A-${n}`,
          plan: 'Standard',
          status,
          created_at: now(),
        })
        .execute()
      return accountId
    },
    async member(accountId, role = 'admin', overrides = {}) {
      const person = overrides.person ?? (await world.user())
      const membershipId = id<MembershipId>()
      await db
        .insertInto('membership')
        .values({
          id: membershipId,
          account_id: accountId,
          user_id: person.id,
          role,
          permissions: [...(overrides.permissions ?? permissionsOf(role, []))],
          status: overrides.status ?? 'active',
          ends_at: overrides.endsAt ?? null,
          created_at: now(),
        })
        .execute()
      return { ...person, membershipId }
    },
    async application(overrides = {}) {
      const n = next()
      const input = {
        name: `Application ${n}`,
        environmentId: world.environmentId,
        autoAssign: false,
        status: 'active' as const,
        isDefault: false,
        ...overrides,
      }
      const applicationId = id<ApplicationId>()
      await db
        .insertInto('application')
        .values({
          id: applicationId,
          environment_id: input.environmentId,
          key: `app-${n}`,
          name: input.name,
          description: '',
          type: 'application',
          status: input.status,
          application_url: 'https://app.example.com',
          login_url: 'https://app.example.com/login',
          auto_assign: input.autoAssign,
          is_default: input.isDefault,
        })
        .execute()
      return applicationId
    },
    async assign(accountId, applicationId, autoAssign = false) {
      await db
        .insertInto('account_application')
        .values({
          account_id: accountId,
          application_id: applicationId,
          auto_assign: autoAssign,
          assigned_at: now(),
        })
        .execute()
    },
    async grant(accountId, membershipId, applicationId) {
      await db
        .insertInto('application_grant')
        .values({
          account_id: accountId,
          membership_id: membershipId,
          application_id: applicationId,
          granted_at: now(),
        })
        .execute()
    },
    async service(accountId) {
      const serviceId = id<ServiceId>()
      await db
        .insertInto('service')
        .values({
          id: serviceId,
          account_id: accountId,
          product_name: 'Hosting',
          label: 'example.com',
          status: 'active',
          renews_at: null,
        })
        .execute()
      return serviceId
    },
    async close() {
      await Promise.all(nodes.map((node) => node.close()))
      await first.close()
      await drop()
    },
  }
  world.environmentId = await world.environment()
  return world
}

/** Starts at a moment and moves only when it is told to. */
export function createTestClock(start: Date): TestClock {
  let ms = start.getTime()
  return {
    now: () => new Date(ms),
    advance(by) {
      ms += by
    },
  }
}

/** Says in the feed that a user's access to an account changed, as the routes that will change it do. */
export function tellAccess(world: World, accountId: AccountId, userId: UserId): Promise<void> {
  return world.db
    .transaction()
    .execute((tx) => recordChanges(tx, world.clock.now(), [{ entity: 'access', accountId, userId }]))
}

/** The arguments of an invitation, with what a test doesn't care about filled in. */
export function inviteBody<T extends object>(world: World, overrides: T) {
  return {
    invitationId: world.id<InvitationId>(),
    email: 'invited@example.com',
    role: 'viewer' as const,
    ...overrides,
  }
}
