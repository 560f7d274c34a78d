import {
  type AccountId,
  type InvitationId,
  type RouteName,
  routes,
  type TemplateId,
} from '@gatehouse/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { token as sampleToken } from '../openapi/examples/samples.ts'
import { allRoutes, requestOf, send, type Things } from '../testing/requests.ts'
import { createWorld, type Member, type Person, type World } from '../testing/world.ts'
import { hashToken } from './invitation-tokens.ts'

/**
 * Suspended and closed accounts can only be read. Generated from the contract: every write that isn't marked as taken
 * in any status is sent about things of such an account, whether or not its path names the account, and nothing there
 * may be another afterwards. Marked are what administrators do to the account as a whole, and what somebody decides for
 * themselves alone: to leave, or to decline. What administrators decide for a whole environment goes for all of its
 * accounts: an application that is deleted there is nowhere any longer.
 */

const writes = allRoutes
  .filter(([, { writes, inAnyStatus, path }]) => writes && !inAnyStatus && !path.includes(':environmentId'))
  .map(([name]) => name)

let world: World
let administrator: Person

beforeAll(async () => {
  world = await createWorld()
  administrator = await world.administrator()
})
afterAll(() => world.close())

/** What a route makes, so that it has something to make. */
const made: Partial<Record<RouteName, 'account_application' | 'application_grant' | 'invitation'>> = {
  'applications.assign': 'account_application',
  'bulk.assign': 'account_application',
  'grants.add': 'application_grant',
  'bulk.grant': 'application_grant',
  'bulk.invite': 'invitation',
}

interface Stopped {
  accountId: AccountId
  owner: Member
  member: Member
  invited: Person
  things: Things
}

/** An account with one of everything but what the route makes. */
async function createAccount(name: RouteName): Promise<Stopped> {
  const { db, clock } = world
  const accountId = await world.account()
  const owner = await world.member(accountId, 'owner')
  const status = name === 'memberships.resume' ? 'suspended' : 'active'
  const member = await world.member(accountId, 'viewer', { status })
  const application = await world.application()
  await world.assign(accountId, application, true)
  await world.grant(accountId, member.membershipId, application)
  const service = await world.service(accountId)
  const invited = await world.user()
  const invitation = world.id<InvitationId>()
  await db
    .insertInto('invitation')
    .values({
      id: invitation,
      account_id: accountId,
      email: invited.email,
      role: 'viewer',
      permissions: ['account.view'],
      invited_by: owner.id,
      created_at: clock.now(),
      expires_at: new Date(clock.now().getTime() + 86_400_000),
    })
    .execute()
  const token_hash = hashToken(sampleToken)
  await db.deleteFrom('invitation_token').where('token_hash', '=', token_hash).execute()
  await db
    .insertInto('invitation_token')
    .values({ token_hash, invitation_id: invitation, kind: 'mail', created_at: clock.now() })
    .execute()
  const template = world.id<TemplateId>()
  await db
    .insertInto('permission_template')
    .values({ id: template, account_id: accountId, name: 'Back office', permissions: ['account.view'] })
    .execute()
  const table = made[name]
  if (table) await db.deleteFrom(table).where('account_id', '=', accountId).execute()
  const things: Things = {
    environment: world.environmentId,
    account: accountId,
    application,
    membership: member.membershipId,
    user: member.id,
    invitation,
    service,
    template,
    token: sampleToken,
  }
  return { accountId, owner, member, invited, things }
}

/** All that there is in the account, to the letter; when somebody was last seen in it aside. */
async function contentsOf({ accountId, things }: Stopped): Promise<Record<string, unknown>> {
  const tables = [
    'membership',
    'account_application',
    'application_grant',
    'invitation',
    'service',
    'permission_template',
    'activity',
  ]
  const parts = tables.map(
    (
      table,
    ) => sql`select ${table}::text as name, coalesce(jsonb_agg(to_jsonb(t) - 'last_active_at' order by to_jsonb(t)), '[]') as rows
      from ${sql.table(table)} t where account_id = ${accountId}`,
  )
  parts.push(sql`select 'account', jsonb_agg(to_jsonb(t)) from account t where id = ${accountId}`)
  parts.push(sql`select 'invitation_token', jsonb_agg(to_jsonb(t)) from invitation_token t
    where invitation_id = ${things.invitation}`)
  const { rows } = await sql<{ name: string; rows: unknown }>`${sql.join(parts, sql` union all `)}`.execute(
    world.db,
  )
  return Object.fromEntries(rows.map(({ name, rows }) => [name, rows]))
}

describe.each(['suspended', 'closed'] as const)('in a %s account', (status) => {
  test.each(writes)('%s changes nothing, whoever sends it', async (name) => {
    const stopped = await createAccount(name)
    await world.db.updateTable('account').set({ status }).where('id', '=', stopped.accountId).execute()
    const before = await contentsOf(stopped)
    const { owner, member, invited } = stopped
    for (const person of [owner, member, invited, administrator]) {
      const reply = await send(world.app, name, requestOf(name, stopped.things), { token: person.id })
      expect(reply.status, reply.text).toBeLessThan(500)
    }
    expect(await contentsOf(stopped)).toEqual(before)
  })
})

test('what a stopped account refuses, the same account active takes', async () => {
  // Else the requests above might be refused for another reason, and would prove nothing.
  const taken = new Set<RouteName>()
  for (const name of writes) {
    const account = await createAccount(name)
    const before = await contentsOf(account)
    for (const person of [account.owner, account.member, account.invited, administrator]) {
      await send(world.app, name, requestOf(name, account.things), { token: person.id })
    }
    if (JSON.stringify(await contentsOf(account)) !== JSON.stringify(before)) taken.add(name)
  }
  const isAboutAccount = (name: RouteName) =>
    routes[name].path.includes(':accountId') || /^(bulk|(me\.)?invitations)\./.test(name)
  expect(writes.filter((name) => isAboutAccount(name) && !taken.has(name))).toEqual([])
})
