import {
  type AccountId,
  type ActivityAction,
  activityActionSchema,
  type RouteName,
  type UserId,
} from '@gatehouse/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { account } from '../../openapi/examples/samples.ts'
import { furnishAccount } from '../../testing/furnished-account.ts'
import { allRoutes, requestOf, send } from '../../testing/requests.ts'
import { createWorld, type Person, type World } from '../../testing/world.ts'

/**
 * What an action leaves to be read later: how it was where something went, how it is where something came, and both
 * where something changed. Every write of the contract is made once, and what was written down is looked at.
 */
type Shape = 'came' | 'went' | 'changed' | 'came or changed' | 'went or changed' | 'happened'

const shapes: Record<ActivityAction, Shape> = {
  'application.assigned': 'came',
  'application.unassigned': 'went',
  'application.auto_assign_enabled': 'changed',
  'application.auto_assign_disabled': 'changed',
  'grant.added': 'came',
  'grant.removed': 'went',
  'invitation.sent': 'came',
  'invitation.resent': 'changed',
  'invitation.edited': 'changed',
  'invitation.link_copied': 'happened',
  'invitation.revoked': 'changed',
  'invitation.accepted': 'changed',
  'invitation.declined': 'changed',
  'invitation.expired': 'changed',
  'invitation.requested': 'happened',
  'membership.added': 'came',
  'membership.edited': 'changed',
  'membership.end_changed': 'changed',
  'membership.suspended': 'changed',
  'membership.resumed': 'changed',
  'membership.removed': 'went',
  'membership.ended': 'went',
  'ownership.transferred': 'changed',
  'template.created': 'came',
  'template.edited': 'changed',
  'template.deleted': 'went',
  'review.planned': 'came',
  // One that was planned is begun under its own id.
  'review.opened': 'came or changed',
  'review.edited': 'changed',
  'review.returned': 'changed',
  'review.signed': 'changed',
  'review.cancelled': 'changed',
  'service.added': 'came',
  'service.edited': 'changed',
  'service.removed': 'went',
  'account.created': 'came',
  'account.edited': 'changed',
  'account.suspended': 'changed',
  'account.resumed': 'changed',
  'account.closed': 'changed',
  'account.reopened': 'changed',
  'account.deleted': 'went',
  'application.created': 'came',
  'application.edited': 'changed',
  'application.activated': 'changed',
  'application.deactivated': 'changed',
  // There may have been none before, or be none after.
  'application.default_set': 'came or changed',
  'application.default_cleared': 'went or changed',
  'application.deleted': 'went',
  'environment.created': 'came',
  'environment.edited': 'changed',
  'administrator.added': 'came',
  'administrator.removed': 'went',
  'user.signed_in': 'happened',
}

let world: World
let administrator: Person

beforeAll(async () => {
  world = await createWorld()
  administrator = await world.administrator()
  await world.user({ email: 'cassie@example.com' })
})
afterAll(() => world.close())

interface Row {
  action: string
  before: object | null
  after: object | null
}

function isShaped({ action, before, after }: Row): boolean {
  const came = before === null && after !== null
  // What is said of one side is said of the other.
  const changed = Object.keys(before ?? {}).some((key) => after !== null && key in after)
  // Why it went may stand beside it.
  const went = before !== null
  switch (shapes[activityActionSchema.parse(action)]) {
    case 'came':
      return came
    case 'changed':
      return changed
    case 'went':
      return went
    case 'came or changed':
      return came || changed
    case 'went or changed':
      return went || changed
    case 'happened':
      return before === null
  }
}

/** What isn't done by a route with an example of its own, or not by one about what there is. */
const elsewhere: ActivityAction[] = [
  // By themselves.
  'invitation.expired',
  'membership.ended',
  'review.planned',
  // At the issuer's pages, and by the operator.
  'user.signed_in',
  'environment.created',
]

const statusBefore: Partial<Record<RouteName, 'suspended' | 'closed'>> = {
  'accounts.resume': 'suspended',
  'accounts.reopen': 'closed',
  'accounts.delete': 'closed',
}

/** What the examples about accounts as a whole and about administrators take for granted. */
async function setTheScene(name: RouteName, accountId: AccountId, userId: UserId): Promise<void> {
  const { db, environmentId } = world
  const status = statusBefore[name]
  if (status) await db.updateTable('account').set({ status }).where('id', '=', accountId).execute()
  if (name === 'accounts.delete') {
    const { reference } = account
    await db.deleteFrom('account').where('reference', '=', reference).execute()
    await db.updateTable('account').set({ reference }).where('id', '=', accountId).execute()
  }
  if (name === 'environments.administrators.remove') {
    const row = { environment_id: environmentId, user_id: userId }
    await db.insertInto('environment_administrator').values(row).execute()
  }
}

/** What the examples do with an application in one direction alone, in both. */
async function moveApplication(): Promise<void> {
  const environmentId = await world.environment()
  const { client } = await world.administrator(environmentId)
  const applicationId = await world.application({ environmentId })
  const params = { environmentId, applicationId }
  let baseVersion = 1
  for (const status of ['inactive', 'active'] as const) {
    const body = { status, baseVersion: baseVersion++ }
    await client.get('environmentApplications.setStatus', { params, body })
  }
  for (const autoAssign of [true, false]) {
    const body = { autoAssign, baseVersion: baseVersion++ }
    await client.get('environmentApplications.setAutoAssign', { params, body })
  }
  for (const [index, chosen] of [applicationId, null].entries()) {
    const body = { applicationId: chosen, baseVersion: index + 1 }
    await client.get('environmentApplications.setDefault', { params: { environmentId }, body })
  }
}

/** Everything that was written down since the last time. */
async function takeRows(): Promise<Row[]> {
  const tables = ['activity', 'environment_activity'] as const
  const take = (table: (typeof tables)[number]) =>
    world.db.deleteFrom(table).returning(['action', 'before', 'after']).execute()
  return (await Promise.all(tables.map(take))).flat()
}

test('every write leaves what was before and what is after, where there is one', async () => {
  const rows: Row[] = []
  for (const [name, route] of allRoutes) {
    if (!route.writes && name !== 'invitations.request') continue
    const { owner, member, invited, things, accountId } = await furnishAccount(world, name)
    await setTheScene(name, accountId, member.id)
    for (const person of [owner, member, invited, administrator]) {
      const reply = await send(world.app, name, requestOf(name, things), { token: person.id })
      expect(reply.status, reply.text).toBeLessThan(500)
    }
    rows.push(...(await takeRows()))
  }
  await moveApplication()
  rows.push(...(await takeRows()))
  expect(rows.filter((row) => !isShaped(row))).toEqual([])
  const seen = new Set(rows.map(({ action }) => action))
  expect(
    activityActionSchema.options.filter((action) => !seen.has(action) && !elsewhere.includes(action)),
  ).toEqual([])
})
