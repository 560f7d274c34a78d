import { type RouteName, routes } from '@gatehouse/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FurnishedAccount, furnishAccount } from '../../testing/furnished-account.ts'
import { allRoutes, requestOf, send } from '../../testing/requests.ts'
import { createWorld, type Person, type World } from '../../testing/world.ts'

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

/** All that there is in the account, to the letter; when somebody was last seen in it aside. */
async function contentsOf({ accountId, things }: FurnishedAccount): Promise<Record<string, unknown>> {
  const tables = [
    'membership',
    'account_application',
    'application_grant',
    'invitation',
    'service',
    'permission_template',
    'review',
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
  parts.push(sql`select 'review_document', coalesce(jsonb_agg(to_jsonb(d) order by d.review_id, d.kind), '[]')
    from review_document d join review r on r.id = d.review_id where r.account_id = ${accountId}`)
  const { rows } = await sql<{ name: string; rows: unknown }>`${sql.join(parts, sql` union all `)}`.execute(
    world.db,
  )
  return Object.fromEntries(rows.map(({ name, rows }) => [name, rows]))
}

describe.each(['suspended', 'closed'] as const)('in a %s account', (status) => {
  test.each(writes)('%s changes nothing, whoever sends it', async (name) => {
    const stopped = await furnishAccount(world, name)
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
    const account = await furnishAccount(world, name)
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
