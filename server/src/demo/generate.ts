import { developmentApplications, plans, productionApplications, type SeedPlan } from './catalogue.ts'
import { fillAccount } from './generate-account.ts'
import { businessName } from './names.ts'
import { demoPerson } from './people.ts'
import { createPrng } from './prng.ts'
import { type Batch, emptyBatch, type Rows } from './rows.ts'
import { type AccountPlan, dayMs, type World } from './world.ts'

/**
 * The rows of a seed, a batch per account after the first one, so that the largest seed never stands in memory as a
 * whole. The same arguments always make the same rows.
 */
export function* generate(
  plan: SeedPlan,
  options: { seed: string; nowMs: number; passwordHash: string },
): Generator<Batch> {
  const { seed, nowMs, passwordHash } = options
  const prng = createPrng(`${seed}/world`)
  const joined = nowMs - 1_200 * dayMs
  const person = (key: 'administrator' | 'consultant' | 'owner'): Rows['app_user'] => {
    const { name, email } = demoPerson(key)
    const at = new Date(joined).toISOString()
    return {
      id: prng.id(joined),
      email,
      email_verified_at: at,
      name,
      password_hash: passwordHash,
      is_legacy: false,
      created_at: at,
      version: 1,
    }
  }
  const [administrator, consultant, owner] = [person('administrator'), person('consultant'), person('owner')]
  const world: World = { prng, plan, seed, nowMs, consultant, owner, shared: [] }

  const environments: Rows['environment'][] = [
    { id: prng.id(joined), key: 'production', name: 'Production', kind: 'production', version: 1 },
    {
      id: prng.id(joined),
      key: 'development',
      name: 'Development',
      kind: 'development',
      version: 1,
    },
  ]
  const applications = environments.map((environment) => makeApplications(world, environment, joined))

  yield {
    ...emptyBatch(),
    app_user: [administrator, consultant, owner],
    environment: environments,
    environment_administrator: environments.map(({ id }) => ({
      environment_id: id,
      user_id: administrator.id,
    })),
    application: applications.flat(),
  }

  const sizes = accountSizes(world)
  const roles = consultantRoles(world)
  for (let index = 0; index < sizes.length; index += 1) {
    const which = index < plan.productionAccounts ? 0 : 1
    const environment = environments[which] as Rows['environment']
    yield fillAccount(world, {
      account: makeAccount(world, environment, index),
      environment,
      applications: applications[which] ?? [],
      size: sizes[index] ?? 1,
      consultant: roles.get(index) ?? null,
      isOwnersAccount: index === ownersIndex,
    })
  }
}

/** Which account is Nadia's: an active one in Production that the consultant works in as well. */
const ownersIndex = 3

function makeApplications(
  { prng, plan }: World,
  environment: Rows['environment'],
  atMs: number,
): Rows['application'][] {
  const list =
    environment.kind === 'production' ? productionApplications(plan.applications) : developmentApplications()
  return list.map((application) => ({
    id: prng.id(atMs),
    environment_id: environment.id,
    key: application.key,
    name: application.name,
    description: application.description,
    type: application.type,
    status: application.status,
    application_url: application.applicationUrl,
    login_url: application.loginUrl,
    is_default: application.isDefault,
    auto_assign: application.autoAssign,
    version: 1,
  }))
}

function makeAccount(world: World, environment: Rows['environment'], index: number): Rows['account'] {
  const { prng, plan, nowMs } = world
  const createdMs = nowMs - prng.int(120, 1_100) * dayMs - prng.int(0, dayMs)
  // The last of Production, so that the first accounts of the list are ones to work in.
  const fromEnd = plan.productionAccounts - 1 - index
  const status =
    fromEnd === 0 ? 'closed' : fromEnd > 0 && fromEnd <= plan.suspendedAccounts ? 'suspended' : 'active'
  return {
    id: prng.id(createdMs),
    environment_id: environment.id,
    name: businessName(index),
    reference: `${environment.kind === 'production' ? 'A' : 'D'}-${100_000 + index * 7}`,
    plan: prng.pick(plans),
    status,
    created_at: new Date(createdMs).toISOString(),
    version: 1,
  }
}

/**
 * How many memberships each account has: most are small and few are large, as a log-normal curve whose 95th
 * percentile is seven times its median. They add up to exactly what the plan says.
 */
function accountSizes({ prng, plan }: World): number[] {
  const count = plan.productionAccounts + plan.developmentAccounts
  const weights = Array.from({ length: count }, () => Math.exp(1.172 * Math.min(3.55, prng.normal())))
  // Nadia's account has a size that fits on a screen.
  weights[ownersIndex] = 0.5
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const smallest = 3
  const spare = plan.memberships - smallest * count
  const sizes = weights.map((weight) => smallest + Math.floor((weight / total) * spare))
  let missing = plan.memberships - sizes.reduce((sum, size) => sum + size, 0)
  for (let index = 0; missing > 0; index = (index + 1) % count, missing -= 1)
    sizes[index] = (sizes[index] ?? 0) + 1
  return sizes
}

/** By account index. She owns two, one membership is suspended, and one of her accounts is suspended as a whole. */
function consultantRoles({ prng, plan }: World): Map<number, NonNullable<AccountPlan['consultant']>> {
  const count = plan.productionAccounts + plan.developmentAccounts
  const suspendedAccount = plan.productionAccounts - 2
  const wanted = Math.min(plan.consultantAccounts, count)
  const fixed = [0, 1, 2, ownersIndex, suspendedAccount, plan.productionAccounts]
  const others = Array.from({ length: count }, (_, index) => index).filter((index) => !fixed.includes(index))
  const chosen = [...fixed, ...(wanted === count ? others : prng.sample(others, wanted - fixed.length))]
  const roles = ['admin', 'technician', 'viewer', 'billing', 'admin', 'technician', 'viewer'] as const
  return new Map(
    chosen.map((index, place) => [
      index,
      {
        // The first two are her own; in Nadia's she works as technician.
        role:
          index < 2
            ? 'owner'
            : index === ownersIndex
              ? 'technician'
              : (roles[place % roles.length] ?? 'viewer'),
        isSuspended: place === wanted - 1,
      },
    ]),
  )
}
