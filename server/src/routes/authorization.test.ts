import {
  administratorRequired,
  allPermissions,
  type Problem,
  type Route,
  type RouteName,
  routes,
} from '@gatehouse/contract'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Cast,
  createCast,
  fingerprint,
  type PlaceName,
  type Principal,
  places,
} from '../testing/cast.ts'
import { ownJudgement } from '../testing/own-judgement.ts'
import { allRoutes, kindsIn, type Reply, requestOf, send } from '../testing/requests.ts'
import { createWorld, type World } from '../testing/world.ts'
import { unknownAccount, unknownEnvironment } from './answers.ts'

/**
 * Who may call what, generated from the contract: the example of every route, sent by everybody there is, about the
 * own account or environment, the one next door, one elsewhere and one that doesn't exist.
 */

let world: World
let cast: Cast
/** Where those who are let in go: what they do there is done, answered and rolled back, so the world stays as it is. */
let rollingBack: FastifyInstance

beforeAll(async () => {
  world = await createWorld()
  cast = await createCast(world)
  rollingBack = (await world.node({ keepsNothing: true })).app
})

const counted = {
  routes: 0,
  principals: new Set<string>(),
  places: new Set<PlaceName>(),
  cells: 0,
  letIn: 0,
  done: 0,
}
afterAll(async () => {
  await world.close()
  const { routes: rows, principals, cells, letIn, done } = counted
  console.log(
    `authorization matrix: ${rows} routes x ${principals.size} principals x ${counted.places.size} places = ${cells} cells` +
      ` (one place where a route names none); ${letIn} let in, of which ${done} were done; ${cells - letIn} refused`,
  )
})

const isGuarded = ({ access }: Route) => access !== 'public' && access !== 'signed-in'
const names = (route: Route, parameter: string) =>
  route.params !== undefined && parameter in route.params.shape

/** Places that make a difference to a route: one alone where its request names neither account nor environment. */
function placesOf(name: RouteName): readonly PlaceName[] {
  const kinds = kindsIn(name)
  if (kinds.has('account') || kinds.has('environment')) return places
  return ['own']
}

type Expected =
  | { outcome: 'unauthenticated' }
  | { outcome: 'unknown'; problem: Problem }
  | { outcome: 'forbidden'; required: string; held: readonly string[] }
  | { outcome: 'refused' }
  | { outcome: 'let in' }

/** What the contract says of a cell. */
function expectedOf(name: RouteName, principal: Principal, placeName: PlaceName): Expected {
  const route: Route = routes[name]
  if (route.access === 'public') return { outcome: 'let in' }
  if (!principal.isUser) return { outcome: 'unauthenticated' }
  const place = cast.places[placeName]
  const { judgement, permission } = ownJudgement[name] ?? {}
  if (judgement === 'everybody') return { outcome: 'let in' }

  const administers = principal.administers.includes(place.environmentId)
  const isAboutAccount = names(route, 'accountId') || judgement === 'items'
  const member = principal.memberOf[placeName]
  if (!isAboutAccount) {
    const isKnown =
      administers ||
      places.some((at) => principal.memberOf[at] && cast.places[at].environmentId === place.environmentId)
    if (!isKnown) return { outcome: 'unknown', problem: unknownEnvironment }
    if (judgement || administers) return { outcome: 'let in' }
    return { outcome: 'forbidden', required: administratorRequired, held: [] }
  }
  if (!member && !administers) return { outcome: 'unknown', problem: unknownAccount }
  if (judgement === 'directory') return { outcome: 'let in' }
  if (judgement === 'members') return { outcome: member && !principal.isSuspended ? 'let in' : 'refused' }
  const held = administers ? allPermissions : (member ?? [])
  const access = permission ?? route.access
  const isAllowed = access === 'administrator' ? administers : held.some((one) => one === access)
  if (isAllowed) return { outcome: 'let in' }
  const required = access === 'administrator' ? administratorRequired : access
  return { outcome: 'forbidden', required, held }
}

/** Of a route that judges item by item: the answer of the first one, as its own route would have given it. */
function itemOf(reply: Reply): Reply {
  if (reply.status !== 200) return reply
  const body = reply.body as { items?: ItemAnswer[]; value?: { items: ItemAnswer[] } }
  const { problem } = (body.items ?? body.value?.items)?.[0] ?? {}
  return problem ? { ...reply, status: problem.status, body: problem } : reply
}

interface ItemAnswer {
  problem?: Problem
}

/** What is wrong with an answer; null where it is as expected. */
function faultOf(route: Route, expected: Expected, { status, body }: Reply): string | null {
  const got = `${status} ${JSON.stringify(body)?.slice(0, 300)}`
  const problem = (status >= 400 ? body : {}) as Partial<Problem>
  const { reference: _, ...said } = problem
  switch (expected.outcome) {
    case 'unauthenticated':
      return status === 401 && problem.code === 'unauthenticated' ? null : got
    case 'unknown':
      return JSON.stringify(said) === JSON.stringify(expected.problem) ? null : got
    case 'forbidden': {
      const isSame =
        status === 403 &&
        problem.code === 'forbidden' &&
        problem.required === expected.required &&
        [...(problem.held ?? [])].toSorted().join() === [...expected.held].toSorted().join()
      return isSame ? null : got
    }
    case 'refused':
      return status >= 400 && status < 500 && status !== 401 ? null : got
    case 'let in': {
      const required = route.access === 'administrator' ? administratorRequired : route.access
      const isTurnedAway =
        status === 401 ||
        status >= 500 ||
        (status === 403 && isGuarded(route) && problem.required === required) ||
        said.detail === unknownAccount.detail ||
        said.detail === unknownEnvironment.detail
      // What decides by itself may well answer that the very thing doesn't exist.
      const isAboutPlace = isGuarded(route) || names(route, 'accountId') || names(route, 'environmentId')
      return isTurnedAway && (isAboutPlace || status === 401 || status >= 500) ? got : null
    }
  }
}

async function principalsFor(name: RouteName, route: Route): Promise<Principal[]> {
  const access = ownJudgement[name]?.permission ?? route.access
  const isPermission = access !== 'public' && access !== 'signed-in' && access !== 'administrator'
  return isPermission ? [...cast.principals, await cast.holderOf(access)] : cast.principals
}

describe('authorization matrix', () => {
  test.each(allRoutes)('%s', async (name, route) => {
    if (!isGuarded(route)) {
      expect(ownJudgement[name], `${name} judges by itself: say how in ownJudgement`).toBeDefined()
    }
    const cells = (await principalsFor(name, route)).flatMap((principal) =>
      placesOf(name).map((place) => ({ principal, place, expected: expectedOf(name, principal, place) })),
    )
    const ask = async (app: FastifyInstance, { principal, place, expected }: (typeof cells)[number]) => {
      const parts = requestOf(name, cast.places[place].things)
      const reply = await send(app, name, parts, { token: principal.token })
      if (reply.status === 200 && expected.outcome === 'let in') counted.done += 1
      const fault = faultOf(route, expected, isOfItems ? itemOf(reply) : reply)
      return fault === null ? [] : [`${principal.name}, ${place}: ${expected.outcome} expected, got ${fault}`]
    }
    const isLetIn = ({ expected }: { expected: Expected }) => expected.outcome === 'let in'
    const before = await fingerprint(world)
    // A request of many items is agreed to as a whole, even where each of them is refused.
    const isOfItems = ownJudgement[name]?.judgement === 'items'
    const refused = await inBatches(
      cells.filter((cell) => !isLetIn(cell)),
      (cell) => ask(isOfItems ? rollingBack : world.app, cell),
    )
    const letIn = await inBatches(cells.filter(isLetIn), (cell) =>
      ask(route.method === 'GET' ? world.app : rollingBack, cell),
    )
    expect([...refused, ...letIn].flat().slice(0, 12)).toEqual([])
    expect(await fingerprint(world), 'a trace was left').toEqual(before)

    counted.routes += 1
    counted.cells += cells.length
    counted.letIn += cells.filter(isLetIn).length
    for (const { principal, place } of cells) {
      counted.principals.add(principal.name)
      counted.places.add(place)
    }
  })

  test('has no row for a route that there isn’t, or that the contract judges', () => {
    for (const name of Object.keys(ownJudgement) as RouteName[]) {
      expect(routes[name], name).toBeDefined()
      expect(isGuarded(routes[name]), name).toBe(false)
    }
  })
})

async function inBatches<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (let start = 0; start < items.length; start += 8) {
    results.push(...(await Promise.all(items.slice(start, start + 8).map(work))))
  }
  return results
}
