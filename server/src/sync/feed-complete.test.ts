import type { Route, RouteName } from '@gatehouse/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Copy, createCopy } from '../testing/copy.ts'
import { type FurnishedAccount, furnishAccount } from '../testing/furnished-account.ts'
import { allRoutes, type Parts, requestOf, send } from '../testing/requests.ts'
import { createWorld, type Person, type World } from '../testing/world.ts'

/**
 * Whatever a route changes, the feed tells: after each write of the contract, copies that pull hold exactly what a new
 * bootstrap would bring, for everybody who may see the account, or could before, and for those who never could.
 */

let world: World
let administrator: Person
beforeAll(async () => {
  world = await createWorld()
  administrator = await world.administrator()
})
afterAll(() => world.close())

const writes = allRoutes.filter(([, route]: [RouteName, Route]) => route.writes).map(([name]) => name)

/** What the account has to be like before. */
const statusBefore: Partial<Record<RouteName, 'suspended' | 'closed'>> = {
  'accounts.resume': 'suspended',
  'accounts.reopen': 'closed',
  'accounts.delete': 'closed',
}

async function prepare(name: RouteName): Promise<{ account: FurnishedAccount; parts: Parts }> {
  const account = await furnishAccount(world, name)
  const { accountId, member } = account
  const status = statusBefore[name]
  if (status) await world.db.updateTable('account').set({ status }).where('id', '=', accountId).execute()
  const parts = requestOf(name, account.things)
  const { db, environmentId } = world
  switch (name) {
    case 'accounts.delete':
      parts.body = await db
        .selectFrom('account')
        .select('reference')
        .where('id', '=', accountId)
        .executeTakeFirstOrThrow()
      break
    case 'environments.administrators.add':
      parts.body = { email: member.email }
      break
    case 'environments.administrators.remove':
      await db
        .insertInto('environment_administrator')
        .values({ environment_id: environmentId, user_id: member.id })
        .execute()
      break
    case 'environmentApplications.setDefault': {
      const { version } = await db
        .selectFrom('environment')
        .select('version')
        .where('id', '=', environmentId)
        .executeTakeFirstOrThrow()
      parts.body = { applicationId: account.things.application, baseVersion: version }
      break
    }
    default:
      break
  }
  return { account, parts }
}

async function observers({ accountId, owner, member, invited }: FurnishedAccount) {
  const clerk = await world.member(accountId, 'custom', { permissions: ['applications.view'] })
  const neighbour = await world.member(await world.account(), 'owner')
  return { owner, member, clerk, invited, administrator, neighbour }
}

const done: RouteName[] = []

test.for(writes)('%s', async (name) => {
  const { account, parts } = await prepare(name)
  const people = await observers(account)
  const copies = new Map<string, Copy>()
  for (const [who, { client }] of Object.entries(people)) copies.set(who, await createCopy(world, client))
  for (const { id } of [account.owner, administrator, account.invited, account.member]) {
    const { status } = await send(world.app, name, parts, { token: id })
    if (status !== 200) continue
    done.push(name)
    break
  }
  for (const [who, copy] of copies) {
    await copy.pull()
    const { client } = people[who as keyof typeof people]
    expect(copy.rows(), who).toEqual((await createCopy(world, client)).rows())
  }
})

test('which is of all writes but the end of one session, as the users here have none', () => {
  expect(writes.filter((name) => !done.includes(name))).toEqual(['sessions.end'])
})
