import type { AccountId, ApplicationId, EnvironmentId, LoginRefusal } from '@gatehouse/contract'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findPrincipal } from '../../repositories/access.ts'
import { createWorld, type Person, type World } from '../../testing/world.ts'
import { resolveLogin } from './login-resolution.ts'

// Every question that can be asked in a small world made at random, answered by the rules as they are told and not as
// they are built: who can open what is a list of conditions, and the reason is the first that fails furthest on.

interface App {
  id: ApplicationId
  environment: number
  isActive: boolean
  isAuto: boolean
  isDefault: boolean
}
interface Account {
  id: AccountId
  environment: number
  status: 'active' | 'suspended' | 'closed'
}
interface Seat {
  account: Account
  isSuspended: boolean
  hasEnded: boolean
  mayOpen: boolean
}
interface User {
  person: Person
  administers: number[]
  seats: Seat[]
}
type On = Map<string, { isAuto: boolean; granted: Set<string> }>

const environments = 2
const appsEach = 3
const accountsEach = 3
const users = 3

const flags = (count: number) => fc.array(fc.boolean(), { minLength: count, maxLength: count })
const picks = (count: number, max: number) => fc.array(fc.nat(max), { minLength: count, maxLength: count })
const apps = environments * appsEach
const accounts = environments * accountsEach
const worlds = fc.record({
  isActive: picks(apps, 3),
  isAuto: picks(apps, 4),
  /** Which of an environment's applications is its default; beyond the last, none is. */
  defaults: picks(environments, appsEach),
  status: picks(accounts, 5),
  on: picks(accounts * apps, 2),
  seat: picks(users * accounts, 7),
  mayOpen: flags(users * accounts),
  granted: flags(users * accounts * apps),
  administers: picks(users, 7),
})
type Drawn = typeof worlds extends fc.Arbitrary<infer T> ? T : never

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

async function build(drawn: Drawn) {
  const environmentIds: EnvironmentId[] = []
  for (let n = 0; n < environments; n += 1) environmentIds.push(await world.environment())
  const environmentOf = (n: number) => environmentIds[n] as EnvironmentId
  const made = { apps: [] as App[], accounts: [] as Account[], users: [] as User[], on: new Map() as On }
  for (let n = 0; n < apps; n += 1) {
    const environment = n % environments
    const app = {
      environment,
      isActive: drawn.isActive[n] !== 0,
      isAuto: drawn.isAuto[n] === 0,
      isDefault: drawn.defaults[environment] === Math.floor(n / environments),
    }
    const id = await world.application({
      environmentId: environmentOf(environment),
      status: app.isActive ? 'active' : 'inactive',
      autoAssign: app.isAuto,
      isDefault: app.isDefault,
    })
    made.apps.push({ id, ...app })
  }
  for (let n = 0; n < accounts; n += 1) {
    const environment = n % environments
    const status = (['suspended', 'closed'] as const)[drawn.status[n] ?? 0] ?? 'active'
    const id = await world.account({ environmentId: environmentOf(environment), status })
    made.accounts.push({ id, environment, status })
    for (const [a, app] of made.apps.entries()) {
      const on = drawn.on[n * apps + a] ?? 0
      if (app.environment !== environment || on === 0) continue
      await world.assign(id, app.id, on === 2)
      made.on.set(`${id} ${app.id}`, { isAuto: on === 2, granted: new Set() })
    }
  }
  for (let u = 0; u < users; u += 1) {
    const administers = [0, 1].filter((n) => drawn.administers[u] === n)
    const person = await world.user()
    for (const n of administers) {
      const row = { environment_id: environmentOf(n), user_id: person.id }
      await world.db.insertInto('environment_administrator').values(row).execute()
    }
    made.users.push({ person, administers, seats: await seatsOf(drawn, u, person, made) })
  }
  return made
}

async function seatsOf(
  drawn: Drawn,
  u: number,
  person: Person,
  { accounts: all, apps: allApps, on }: { accounts: Account[]; apps: App[]; on: On },
): Promise<Seat[]> {
  const seats: Seat[] = []
  for (const [n, account] of all.entries()) {
    const kind = drawn.seat[u * accounts + n] ?? 0
    if (kind < 3) continue
    const seat = {
      account,
      isSuspended: kind === 3,
      hasEnded: kind === 4,
      mayOpen: drawn.mayOpen[u * accounts + n] ?? false,
    }
    seats.push(seat)
    const { membershipId } = await world.member(account.id, 'viewer', {
      person,
      permissions: seat.mayOpen ? ['applications.open'] : ['users.view'],
      status: seat.isSuspended ? 'suspended' : 'active',
      ...(seat.hasEnded ? { endsAt: world.clock.now() } : {}),
    })
    for (const [a, app] of allApps.entries()) {
      const place = on.get(`${account.id} ${app.id}`)
      const isThere = place || (app.isAuto && app.environment === account.environment)
      if (!isThere || !drawn.granted[(u * accounts + n) * apps + a]) continue
      await world.grant(account.id, membershipId, app.id)
      place?.granted.add(person.id)
    }
  }
  return seats
}

/** What stands between a user and an application in an account, in the order in which it would be mended. */
function obstacles(user: User, app: App, account: Account, on: On): [boolean, LoginRefusal][] {
  const place = on.get(`${account.id} ${app.id}`)
  const isAdministrator = user.administers.includes(account.environment)
  const seat = user.seats.find((one) => one.account === account && !one.hasEnded)
  const isGiven = app.isAuto || place?.isAuto || place?.granted.has(user.person.id)
  return [
    [!place && !app.isAuto, 'not_on_account'],
    [account.status === 'closed', 'account_closed'],
    [account.status === 'suspended', 'account_suspended'],
    [!isAdministrator && seat?.isSuspended === true, 'membership_suspended'],
    [!isAdministrator && !isGiven, 'not_assigned'],
    [!isAdministrator && !seat?.mayOpen, 'permission_lacking'],
    [!app.isActive, 'application_inactive'],
  ]
}

type Built = Awaited<ReturnType<typeof build>>

function expected(
  { apps: all, accounts: places, on }: Built,
  user: User,
  app: App | null | undefined,
  at?: Account | null,
) {
  const joined = user.seats.filter(({ hasEnded }) => !hasEnded).map(({ account }) => account)
  const isTheirs = (account: Account) =>
    joined.includes(account) || user.administers.includes(account.environment)
  if (at === null || (at && !isTheirs(at))) return 'account_unknown'
  const reached = at ? [...new Set([...joined, at])] : joined
  const known = at ? [at.environment] : places.filter(isTheirs).map(({ environment }) => environment)
  const meant = app ? [app] : all.filter((one) => one.isDefault && known.includes(one.environment))
  const pairs = meant.flatMap((one) =>
    reached.filter(({ environment }) => environment === one.environment).map((account) => ({ one, account })),
  )
  const isOn = ({ one, account }: (typeof pairs)[number]) => one.isAuto || on.has(`${account.id} ${one.id}`)
  if (app === null) return 'application_unknown'
  if (app && !user.administers.includes(app.environment) && !pairs.some(isOn)) return 'application_unknown'
  if (meant.length === 0) return 'no_application_named'

  const failures = pairs
    .filter(({ account }) => !at || account === at)
    .map((pair) => ({ pair, failure: obstacles(user, pair.one, pair.account, on).findIndex(([is]) => is) }))
  const open = failures.filter(({ failure }) => failure === -1).map(({ pair }) => pair)
  if (open.length > 0) return open.map(({ one, account }) => `${one.id} ${account.id}`).toSorted()
  const furthest = Math.max(-1, ...failures.map(({ failure }) => failure))
  const order: LoginRefusal[] = [
    'not_on_account',
    'account_closed',
    'account_suspended',
    'membership_suspended',
    'not_assigned',
    'permission_lacking',
    'application_inactive',
  ]
  return order[furthest] ?? (at ? 'not_on_account' : 'not_assigned')
}

test('a login opens, offers and refuses what the rules say, whoever asks for whatever', {
  timeout: 120_000,
}, async () => {
  const seen = new Set<string>()
  await fc.assert(
    fc.asyncProperty(worlds, async (drawn) => {
      const built = await build(drawn)
      const now = world.clock.now()
      for (const user of built.users) {
        const principal = await findPrincipal(world.db, user.person.id)
        if (!principal) throw new Error('the user is there')
        // null: one that doesn't exist.
        for (const app of [undefined, null, ...built.apps]) {
          for (const at of [undefined, null, ...built.accounts]) {
            const answer = await resolveLogin(
              world.db,
              principal,
              {
                applicationId: app === null ? world.id<string>() : app?.id,
                accountId: at === null ? world.id<string>() : at?.id,
              },
              now,
            )
            const got =
              answer.outcome === 'error'
                ? (answer.because ?? answer.reason)
                : (answer.outcome === 'open' ? [answer] : answer.options)
                    .map(({ application, account }) => `${application.id} ${account.id}`)
                    .toSorted()
            expect(got).toEqual(expected(built, user, app, at))
            if (answer.outcome === 'error')
              expect(answer.because !== null).toBe(answer.reason === 'default_unreachable')
            else expect(answer.outcome === 'open').toBe(got.length === 1)
            seen.add(answer.outcome === 'error' ? answer.reason : answer.outcome)
          }
        }
      }
    }),
    // The same worlds each time, so that what is seen in them can be asked for below.
    { numRuns: 3, seed: 7 },
  )
  // Or the property would say little.
  expect([...seen]).toEqual(
    expect.arrayContaining(['open', 'choose', 'application_unknown', 'default_unreachable']),
  )
})
