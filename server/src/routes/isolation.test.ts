import { randomInt } from 'node:crypto'
import { type AccountId, type EnvironmentId, type Role, type RouteName, routes } from '@gatehouse/contract'
import fc from 'fast-check'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Tx } from '../db/database.ts'
import { createPlace, type Place } from '../testing/cast.ts'
import { allRoutes, kindsIn, requestOf, send, type Things } from '../testing/requests.ts'
import { createWorld, inviteBody, type Person, type World } from '../testing/world.ts'

/**
 * Whatever anybody asks of any route, with ids of anything there is: nothing that is answered, mailed or written has
 * to do with an account they aren't in. Everything of an account carries a text of its own that can be looked for.
 * `GATEHOUSE_SEED` and `GATEHOUSE_ISOLATION_RUNS` repeat a run, and make a longer one.
 */

const seed = Number(process.env.GATEHOUSE_SEED ?? randomInt(2 ** 31))
const numRuns = Number(process.env.GATEHOUSE_ISOLATION_RUNS ?? 400)

interface Marked {
  /** What nobody may read who has nothing to do with it. */
  traces: string[]
}
type MarkedAccount = Marked & Place & { mark: string }
type MarkedEnvironment = Marked & { id: EnvironmentId }

interface Somebody {
  name: string
  person: Person
  accountIds: AccountId[]
  administers: EnvironmentId[]
  /** Ids that they know of without seeing anything of what they belong to. */
  knows: string[]
}

let world: World
let app: FastifyInstance
const accounts: MarkedAccount[] = []
const environments: MarkedEnvironment[] = []
const people: Somebody[] = []

/** What the write that is running has done, as seen just before it is undone. */
let done: { accountIds: AccountId[]; environmentIds: EnvironmentId[]; mails: string }
let mailsBefore: string[]

beforeAll(async () => {
  console.log(`isolation: seed ${seed}, ${numRuns} requests`)
  world = await createWorld()
  for (const n of [0, 1]) {
    const id = n === 0 ? world.environmentId : await world.environment()
    const mark = `environment-mark-${n}-q`
    await world.db.updateTable('environment').set({ name: mark }).where('id', '=', id).execute()
    const application = await world.application({
      environmentId: id,
      name: `${mark} portal`,
      autoAssign: true,
    })
    environments.push({ id, traces: [id, mark, application] })
  }
  for (let n = 0; n < 5; n += 1) accounts.push(await markedAccount(n))
  await peopleIn()
  mailsBefore = (await world.db.selectFrom('mail_outbox').select('id').execute()).map(({ id }) => id)
  app = (await world.node({ keepsNothing: true, look })).app
})
afterAll(() => world.close())

async function markedAccount(n: number): Promise<MarkedAccount> {
  const { db } = world
  const environment = environments[n % 2] as MarkedEnvironment
  const place = await createPlace(world, environment.id)
  const { accountId, things } = place
  const mark = `account-mark-${n}-q`
  await db
    .updateTable('account')
    .set({ name: `${mark} name`, reference: `${mark} reference`, plan: `${mark} plan` })
    .where('id', '=', accountId)
    .execute()
  await db
    .updateTable('app_user')
    .set({ name: `${mark} user`, email: `${mark}-user@example.com` })
    .where('id', '=', things.user as never)
    .execute()
  await db
    .updateTable('service')
    .set({ product_name: mark, label: mark })
    .where('account_id', '=', accountId)
    .execute()
  await db
    .updateTable('permission_template')
    .set({ name: mark })
    .where('account_id', '=', accountId)
    .execute()
  await db.updateTable('review').set({ title: mark }).where('account_id', '=', accountId).execute()
  await db
    .updateTable('invitation')
    .set({ message: mark, email: `${mark}@example.com` })
    .where('account_id', '=', accountId)
    .execute()
  await db
    .updateTable('application')
    .set({ description: `of environment-mark-${n % 2}-q` })
    .where('id', '=', things.application as never)
    .execute()

  // A history, by the routes themselves: the feed and the activity have something of every kind to give away.
  const owner = await world.member(accountId, 'owner', {
    person: await world.user({ name: `${mark} owner`, email: `${mark}-owner@example.com` }),
  })
  const params = { accountId }
  const headers = { 'gatehouse-device': mark }
  const application = await world.application({
    environmentId: environment.id,
    name: `environment-mark-${n % 2}-q own`,
  })
  environment.traces.push(application)
  const { client } = owner
  const body = { applicationIds: [application], autoAssign: false }
  await client.get('applications.assign', { params, body }, { headers })
  const grant = { ...params, applicationId: application, membershipId: owner.membershipId }
  await client.get('grants.add', { params: grant }, { headers })
  const invited = inviteBody(world, { email: `${mark}-invited@example.com`, message: mark })
  await client.get('invitations.create', { params, body: invited }, { headers })
  const activity = await db.selectFrom('activity').select('id').where('account_id', '=', accountId).execute()
  const { cursor: _, environment: __, application: ___, ...own } = things
  const ids = [
    ...Object.values(own),
    owner.id,
    owner.membershipId,
    invited.invitationId,
    ...activity.map(({ id }) => id),
  ]
  things.activity = activity[0]?.id ?? world.id()
  return { ...place, mark, traces: [mark, ...ids] }
}

async function peopleIn(): Promise<void> {
  const roles: Role[] = ['owner', 'admin', 'technician', 'billing', 'viewer']
  const add = async (name: string, at: number[], options: Parameters<World['member']>[2] = {}) => {
    const person = await world.user()
    const accountIds: AccountId[] = []
    for (const n of at) {
      const { accountId } = accounts[n] as MarkedAccount
      const role = roles[(n + 1) % roles.length] ?? 'viewer'
      await world.member(accountId, role === 'owner' ? 'admin' : role, { ...options, person })
      accountIds.push(accountId)
    }
    const somebody: Somebody = { name, person, accountIds, administers: [], knows: [] }
    people.push(somebody)
    return somebody
  }
  for (let n = 0; n < accounts.length; n += 1) {
    const { things } = accounts[n] as MarkedAccount
    const { accountId, mark } = accounts[n] as MarkedAccount
    const owner = await world.db
      .selectFrom('membership')
      .select('user_id')
      .where('account_id', '=', accountId)
      .where('role', '=', 'owner')
      .executeTakeFirstOrThrow()
    const client = world.anonymous
    people.push({
      name: `owner of ${mark}`,
      person: { id: owner.user_id, name: '', email: '', client },
      accountIds: [accountId],
      administers: [],
      knows: [things.user ?? ''],
    })
    await add(`in ${n} and ${(n + 2) % 5}`, [n, (n + 2) % 5])
  }
  await add('in none', [])
  await add('suspended in 0', [0], { status: 'suspended' })
  const ended = await add('ended in 1', [1], { endsAt: new Date('2026-01-01') })
  // That the account is no longer theirs is said by its id.
  ended.knows = ended.accountIds
  ended.accountIds = []
  for (const { id } of environments) {
    const person = await world.administrator(id)
    const accountIds = accounts
      .filter(({ environmentId }) => environmentId === id)
      .map(({ accountId }) => accountId)
    people.push({ name: `administrator of ${id}`, person, accountIds, administers: [id], knows: [] })
  }
}

async function look(tx: Tx): Promise<void> {
  const changed = await tx
    .selectFrom('change')
    .select(['account_id', 'environment_id'])
    .where('xid', '=', sql<string>`pg_current_xact_id()`)
    .execute()
  const mails = await tx.selectFrom('mail_outbox').select(['id', 'recipient', 'data']).execute()
  done = {
    accountIds: changed.flatMap(({ account_id }) => (account_id ? [account_id] : [])),
    environmentIds: changed.flatMap(({ environment_id }) => (environment_id ? [environment_id] : [])),
    mails: JSON.stringify(mails.filter(({ id }) => !mailsBefore.includes(id))),
  }
}

/** Every trace of what somebody has nothing to do with. */
function foreignTo({ accountIds, administers, knows }: Somebody): string[] {
  const known = new Set(knows)
  const ofAccounts = accounts.filter(({ accountId }) => !accountIds.includes(accountId))
  const seen = accounts
    .filter(({ accountId }) => accountIds.includes(accountId))
    .map((one) => one.environmentId)
  const ofEnvironments = environments.filter(({ id }) => !seen.includes(id) && !administers.includes(id))
  return [...ofAccounts, ...ofEnvironments]
    .flatMap(({ traces }) => traces)
    .filter((trace) => !known.has(trace))
}

/** Ids of each kind, of any account and environment that there is. */
function drawn(name: RouteName, picks: number[]): Things {
  const things: Things = {}
  let step = 0
  // Mostly all of one account, as somebody would ask who has guessed one; at times from anywhere.
  const home = (picks[0] ?? 0) % accounts.length
  for (const kind of kindsIn(name)) {
    step += 1
    const pick = picks[step] ?? 0
    const place = accounts[pick % 3 === 0 ? pick % accounts.length : home] as MarkedAccount
    const id = place.things[kind]
    if (id !== undefined) things[kind] = id
  }
  return things
}

const found = (text: string, traces: string[]) => traces.filter((trace) => text.includes(trace))

describe('nobody hears of what is not theirs', () => {
  test('by any request', async () => {
    const answered = new Map<number, number>()
    const run = async (who: Somebody, [name]: (typeof allRoutes)[number], picks: number[]) => {
      done = { accountIds: [], environmentIds: [], mails: '' }
      const parts = requestOf(name, drawn(name, picks))
      const foreign = foreignTo(who)
      const { status, text } = await send(app, name, parts, { token: who.person.id })
      answered.set(status, (answered.get(status) ?? 0) + 1)
      const what = `${name} by ${who.name}: ${JSON.stringify(parts)} -> ${status} ${text.slice(0, 2000)}`
      expect(found(text, foreign), what).toEqual([])
      expect(found(done.mails, foreign), `mail of ${what}`).toEqual([])
      const others = done.accountIds.filter(
        (id) => !who.accountIds.includes(id) && accounts.some((one) => one.accountId === id),
      )
      expect(others, `changed by ${what}`).toEqual([])
      const theirs = done.environmentIds.filter((id) => !who.administers.includes(id))
      expect(theirs, `changed by ${what}`).toEqual([])
    }
    const property = fc.asyncProperty(
      fc.constantFrom(...people),
      fc.constantFrom(...allRoutes),
      fc.array(fc.nat(1000), { minLength: 6, maxLength: 6 }),
      run,
    )
    await fc.assert(property, { numRuns, seed })
    // Not all of it was turned away.
    expect(answered.get(200), JSON.stringify([...answered])).toBeGreaterThan(numRuns / 10)
    expect(answered.get(404)).toBeGreaterThan(numRuns / 10)
  })

  test('by any list or stream, whoever asks', async () => {
    const streams = allRoutes.filter(
      ([name, route]) => route.method === 'GET' && route.format !== 'sse' && routes[name],
    )
    for (const who of people) {
      for (const [name] of streams) {
        const home = accounts.find(({ accountId }) => who.accountIds.includes(accountId)) ?? accounts[0]
        const { status, text } = await send(world.app, name, requestOf(name, home?.things ?? {}), {
          token: who.person.id,
        })
        expect(
          found(text, foreignTo(who)),
          `${name} by ${who.name}: ${status} ${text.slice(0, 2000)}`,
        ).toEqual([])
      }
    }
  })

  test('and what is theirs is found by the same marks', async () => {
    for (const who of people.filter(({ accountIds }) => accountIds.length > 0)) {
      const { text } = await send(world.app, 'sync.bootstrap', { query: {} }, { token: who.person.id })
      for (const { accountId, mark } of accounts.filter((one) => who.accountIds.includes(one.accountId))) {
        expect(text, who.name).toContain(accountId)
        expect(text, who.name).toContain(mark)
      }
    }
  })
})
