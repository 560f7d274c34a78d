import type { AccountId, ApplicationId, InvitationId, MembershipId, RouteName } from '@gatehouse/contract'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createWorld, type Person, type World } from '../../testing/world.ts'

/**
 * The same changes twice, in two sets of accounts that are alike: one by one by the single routes, and in one bulk
 * request. Every answer, every row, every activity and every line of the feed must be the same.
 */

interface Place {
  accountId: AccountId
  members: MembershipId[]
}

// Hundreds of requests in each test.
vi.setConfig({ testTimeout: 120_000 })

let world: World
let person: Person
let applications: ApplicationId[]
let environmentAuto: ApplicationId
let foreign: ApplicationId
/** Two of each place: singles are done in the first, bulks in the second. */
let twins: [Place, Place][]
/** Ids of the second set to those of the first. */
const alias = new Map<string, string>()

beforeAll(async () => {
  world = await createWorld()
  person = await world.user()
  applications = await Promise.all(Array.from({ length: 6 }, () => world.application()))
  environmentAuto = await world.application({ autoAssign: true })
  foreign = await world.application({ environmentId: await world.environment() })
  twins = []
  for (let index = 0; index < 50; index += 1) {
    const pair = [await place(index), await place(index)] as [Place, Place]
    alias.set(pair[1].accountId, pair[0].accountId)
    for (const [nth, id] of pair[1].members.entries()) alias.set(id, pair[0].members[nth] ?? '')
    twins.push(pair)
  }
})
afterAll(() => world.close())

/** By its number: most as admin, some where one may do less or nothing, some that can only be read. */
async function place(index: number): Promise<Place> {
  const status = index % 10 === 7 ? 'suspended' : 'active'
  const accountId = await world.account({ status })
  const guest = await world.user({ name: `Guest ${index}`, email: `${accountId}@example.com` })
  const { membershipId } = await world.member(accountId, 'viewer', { person: guest })
  const role = index % 10 === 8 ? 'viewer' : index % 10 === 6 ? 'technician' : 'admin'
  if (index % 10 !== 9) await world.member(accountId, role, { person })
  const [first, second, third] = applications
  if (first) await world.assign(accountId, first)
  if (second) await world.assign(accountId, second, true)
  if (first) await world.grant(accountId, membershipId, first)
  if (third && index % 3 === 0) await world.assign(accountId, third)
  return { accountId, members: [membershipId, world.id<MembershipId>()] }
}

/** Numbers that look like chance and are always the same. */
function dice(seed: number) {
  let state = seed
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
}

type Outcome = { ok: true; value: unknown } | { ok: false; problem: object }
type Draw = (below: number) => number
type AnyCall = (
  name: RouteName,
  parts: object,
  options?: { key: string },
) => Promise<{ status: number; body: unknown }>

async function singly(name: RouteName, parts: object): Promise<Outcome> {
  const { status, body } = await (person.client.call as AnyCall)(name, parts)
  if (status === 200) return { ok: true, value: (body as { value: unknown }).value }
  const { reference: _, ...problem } = body as { reference: string }
  return { ok: false, problem }
}

/** Draws `count` changes and does them in both ways. */
async function compare(
  count: number,
  draw: (roll: Draw) => (place: Place) => { accountId: AccountId },
  single: { name: RouteName; parts(item: never): object },
  bulk: RouteName,
): Promise<Outcome[]> {
  const roll = dice(count + bulk.length)
  const drawn = Array.from({ length: count }, () => {
    const pair = twins[roll(twins.length)]
    if (!pair) throw new Error('there are no places')
    return { pair, item: draw(roll) }
  })
  const one: Outcome[] = []
  for (const { pair, item } of drawn)
    one.push(await singly(single.name, single.parts(item(pair[0]) as never)))
  const items = drawn.map(({ pair, item }) => item(pair[1]))
  const answer = await (person.client.call as AnyCall)(bulk, { body: { items } })
  expect(answer.status).toBe(200)
  const all = aliased((answer.body as { value: { items: Outcome[] } }).value.items)
  expect(all).toEqual(one)
  expect(await rowsOf(1)).toEqual(await rowsOf(0))
  return all
}

function aliased<T>(value: T): T {
  const text = JSON.stringify(value).replaceAll(
    /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g,
    (id) => alias.get(id) ?? id,
  )
  return JSON.parse(text) as T
}

/** Everything that the accounts of one set hold, and what was told of it. */
async function rowsOf(set: 0 | 1) {
  const ids = twins.map((pair) => pair[set].accountId)
  const read = async (query: Promise<object[]>) =>
    (aliased(await query) as object[]).map((row) => JSON.stringify(row)).toSorted()
  const { db } = world
  return {
    assigned: await read(
      db.selectFrom('account_application').selectAll().where('account_id', 'in', ids).execute(),
    ),
    granted: await read(
      db.selectFrom('application_grant').selectAll().where('account_id', 'in', ids).execute(),
    ),
    invited: await read(db.selectFrom('invitation').selectAll().where('account_id', 'in', ids).execute()),
    activity: await read(
      db
        .selectFrom('activity')
        .select(['account_id', 'actor_id', 'action', 'target_id', 'target_name', 'before', 'after', 'at'])
        .where('account_id', 'in', ids)
        .execute(),
    ),
    told: await read(
      db.selectFrom('change').select(['account_id', 'entity', 'op']).where('account_id', 'in', ids).execute(),
    ),
  }
}

const codesOf = (outcomes: Outcome[]) =>
  new Set(outcomes.map((outcome) => (outcome.ok ? 'done' : (outcome.problem as { code: string }).code)))

describe('one bulk request is answered and done as its items would be one by one:', () => {
  const anyApplication = (roll: Draw) => [...applications, environmentAuto, foreign][roll(8)] as ApplicationId

  test('500 assignments over 50 accounts', async () => {
    const outcomes = await compare(
      500,
      (roll) => {
        const applicationIds = Array.from({ length: 1 + roll(2) }, () => anyApplication(roll))
        const autoAssign = roll(3) === 0
        return ({ accountId }) => ({ accountId, applicationIds, autoAssign })
      },
      {
        name: 'applications.assign',
        parts: ({ accountId, ...body }: { accountId: AccountId }) => ({ params: { accountId }, body }),
      },
      'bulk.assign',
    )
    expect(codesOf(outcomes)).toEqual(new Set(['done', 'forbidden', 'not_found', 'account_read_only']))
  })

  const grantOf = (roll: Draw) => {
    const applicationId = anyApplication(roll)
    const nth = roll(5) === 0 ? 1 : 0
    return ({ accountId, members }: Place) => ({
      accountId,
      applicationId,
      membershipId: members[nth] as MembershipId,
    })
  }
  const asParams = (params: object) => ({ params })

  test('grants', async () => {
    const outcomes = await compare(150, grantOf, { name: 'grants.add', parts: asParams }, 'bulk.grant')
    expect(codesOf(outcomes)).toEqual(
      new Set(['done', 'forbidden', 'not_found', 'account_read_only', 'not_on_account']),
    )
  })

  test('grants taken away', async () => {
    const outcomes = await compare(150, grantOf, { name: 'grants.remove', parts: asParams }, 'bulk.revoke')
    expect(codesOf(outcomes)).toEqual(
      new Set(['done', 'forbidden', 'not_found', 'account_read_only', 'auto_assigned']),
    )
  })

  test('unassignments, the second of the same one too', async () => {
    const outcomes = await compare(
      150,
      (roll) => {
        const applicationId = anyApplication(roll)
        return ({ accountId }) => ({ accountId, applicationId })
      },
      { name: 'applications.unassign', parts: asParams },
      'bulk.unassign',
    )
    expect(codesOf(outcomes)).toEqual(
      new Set(['done', 'forbidden', 'not_found', 'account_read_only', 'auto_assigned', 'not_on_account']),
    )
  })

  test('invitations, with addresses that are none and some named twice', async () => {
    let n = 0
    const outcomes = await compare(
      150,
      (roll) => {
        n += 1
        const number = n
        const email = ['ana@example.com', 'ana.ruiz@', `new${n}@example.com`, 'ANA@example.com'][roll(4)]
        const role = roll(3) === 0 ? 'admin' : 'viewer'
        const applicationIds = roll(4) === 0 ? [anyApplication(roll)] : []
        return (place) => {
          const { accountId } = place
          const invitationId = world.id<InvitationId>()
          const known = alias.get(accountId)
          if (known) alias.set(invitationId, made.get(number) ?? '')
          else made.set(number, invitationId)
          return { accountId, invitationId, email, role, applicationIds }
        }
      },
      {
        name: 'invitations.create',
        parts: ({ accountId, ...body }: { accountId: AccountId }) => ({ params: { accountId }, body }),
      },
      'bulk.invite',
    )
    expect(codesOf(outcomes)).toEqual(
      new Set([
        'done',
        'forbidden',
        'not_found',
        'account_read_only',
        'validation',
        'already_invited',
        'not_on_account',
      ]),
    )
  })
  const made = new Map<number, string>()
})
