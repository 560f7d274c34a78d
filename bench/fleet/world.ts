import {
  type Access,
  type Account,
  type AccountApplication,
  type AccountRows,
  allPermissions,
  type DirectoryEntry,
  type Grant,
  type Membership,
  type Permission,
  type Principal,
  permissionsOf,
  type Role,
} from '@gatehouse/contract'
import { applications, applicationsOfEnvironment, environmentOfAccount, environments } from './catalogue.ts'
import { extrasOf } from './extras.ts'
import { dayMs, idOf, iso, momentOf, worldNow } from './ids.ts'
import { companyOf, personOf } from './names.ts'
import { hash, share } from './random.ts'
import { accountSizes, type FleetSize } from './sizes.ts'

const seed = 1
/** People of the provider, who are in many accounts; the first of them is signed in. */
const staffCount = 400
/** Ids of users: those of the provider, then everybody else by the number of their membership. */
const ownUsers = 1_000

/**
 * A generated world. Accounts have numbers from 0, memberships a slot in their account; whatever is asked of one of
 * them is made at that moment, so no more of it is in memory than the sizes of the accounts.
 */
export interface Fleet {
  size: FleetSize
  principal: Principal
  environments: ReturnType<typeof environments>
  applications: ReturnType<typeof applications>
  users(account: number): number
  entry(account: number): DirectoryEntry
  rows(account: number): AccountRows[]
  membership(account: number, slot: number): Membership
  /** Applications of the account without auto-assignment, by their numbers; the first ones are given most. */
  manual(account: number): number[]
  isActive(account: number): boolean
}

export function createFleet(size: FleetSize): Fleet {
  const sizeOf = accountSizes(size)
  const startOf = new Uint32Array(size.accounts + 1)
  for (const [account, users] of sizeOf.entries()) startOf[account + 1] = (startOf[account] ?? 0) + users
  const inEnvironment = [0, 1, 2, 3].map((n) => applicationsOfEnvironment(n, size.applications))
  const users = (account: number) => sizeOf[account] ?? 0
  const number = (account: number, slot: number) => (startOf[account] ?? 0) + slot
  const grantsPerUser = grantsNeeded()

  /** How many grants an active user of an active account has on average, so that the assignments come to the sum. */
  function grantsNeeded(): number {
    let withAccess = 0
    for (let account = 0; account < size.accounts; account += 1) {
      if (accountStatus(account) !== 'active') continue
      for (let slot = 0; slot < users(account); slot += 1)
        if (!isSuspended(number(account, slot), slot)) withAccess += 1
    }
    return size.assignments / withAccess - rulesPerUser
  }

  function membership(account: number, slot: number): Membership {
    const n = number(account, slot)
    const staff = staffOf(account, slot, users(account))
    const { role, permissions } = slot === 0 ? owner : roleOf(n, staff)
    const person = staff === null ? personOf(seed, n) : personOf(seed + 1, staff)
    const created = momentOf(51, n)
    const seen = worldNow.getTime() - Math.floor(share(n, 52) ** 3 * 300 * dayMs)
    return {
      id: idOf.membership(n),
      accountId: idOf.account(account),
      userId: idOf.user(staff ?? ownUsers + n),
      name: person.name,
      email:
        staff === null ? `${person.local}${slot}@${companyOf(seed, account).domain}` : staffAddress(staff),
      role,
      isOwner: slot === 0,
      status: isSuspended(n, slot) ? 'suspended' : 'active',
      permissions,
      isLegacy: hash(n, 53) % 50 === 0,
      lastActiveAt: hash(n, 54) % 12 === 0 ? null : iso(Math.max(created, seen)),
      endsAt: hash(n, 55) % 40 === 0 ? iso(worldNow.getTime() + (1 + (n % 90)) * dayMs) : null,
      createdAt: iso(created),
      version: 1 + (hash(n, 56) % 9),
    }
  }

  function paletteOf(account: number): { auto: number; manual: number[] } {
    // The first of an environment comes by itself; the others are the more common the smaller their number.
    const choice = (inEnvironment[environmentOfAccount(account)] ?? []).slice(1)
    const wanted = Math.min(choice.length, 5 + (hash(account, 61) % 9))
    const chosen = new Set<number>()
    for (let turn = 0; chosen.size < wanted; turn += 1) {
      chosen.add(choice[Math.floor(share(account, 62, turn) ** 2 * choice.length)] ?? 0)
    }
    const [auto = 0, ...manual] = chosen
    return { auto, manual }
  }

  function accountApplicationsOf(account: number): AccountApplication[] {
    const { auto, manual } = paletteOf(account)
    return [auto, ...manual].map((application) => ({
      accountId: idOf.account(account),
      applicationId: idOf.application(application),
      autoAssign: application === auto,
      assignedAt: iso(momentOf(63, account, application)),
      version: 1,
    }))
  }

  function grantsOf(account: number): Grant[] {
    if (accountStatus(account) !== 'active') return []
    const { manual } = paletteOf(account)
    const grants: Grant[] = []
    for (let slot = 0; slot < users(account); slot += 1) {
      const n = number(account, slot)
      if (isSuspended(n, slot)) continue
      const wanted = Math.floor((n + 1) * grantsPerUser) - Math.floor(n * grantsPerUser)
      const at = Math.floor(share(n, 64) ** 2 * manual.length)
      for (let turn = 0; turn < wanted; turn += 1) {
        const application = manual[(at + turn) % manual.length] ?? 0
        grants.push({
          accountId: idOf.account(account),
          membershipId: idOf.membership(n),
          applicationId: idOf.application(application),
          grantedAt: iso(momentOf(65, n, application)),
        })
      }
    }
    return grants
  }

  return {
    size,
    principal: {
      userId: idOf.user(0),
      name: personOf(seed + 1, 0).name,
      email: staffAddress(0),
      emailVerified: true,
      administers: [1, 2, 3].map(idOf.environment),
    },
    environments: environments(),
    applications: applications(size),
    users,
    entry: (account) => ({ account: accountOf(account), access: accessOf(account, membership) }),
    rows: (account) => [
      { entity: 'accountApplication', rows: accountApplicationsOf(account) },
      {
        entity: 'membership',
        rows: Array.from({ length: users(account) }, (_, slot) => membership(account, slot)),
      },
      { entity: 'grant', rows: grantsOf(account) },
      ...extrasOf(account, membership(account, 0)),
    ],
    membership,
    manual: (account) => paletteOf(account).manual,
    isActive: (account) => accountStatus(account) === 'active',
  }
}

/** By rule, every active user has one application of the environment and one of the account. */
const rulesPerUser = 2

function accountStatus(account: number): Account['status'] {
  const hundredth = hash(account, 71) % 100
  return hundredth < 97 ? 'active' : hundredth === 99 ? 'closed' : 'suspended'
}

function isSuspended(n: number, slot: number): boolean {
  return slot > 1 && hash(n, 72) % 25 === 0
}

function accountOf(account: number): Account {
  return {
    id: idOf.account(account),
    environmentId: idOf.environment(environmentOfAccount(account)),
    name: companyOf(seed, account).name,
    reference: `A-${String(account).padStart(6, '0')}`,
    plan: ['Basic', 'Business', 'Enterprise'][hash(account, 73) % 3] ?? 'Basic',
    status: accountStatus(account),
    createdAt: iso(momentOf(74, account)),
    version: 1,
  }
}

/** In production by a membership, elsewhere as administrator of the environment. */
function accessOf(account: number, membership: Fleet['membership']): Access {
  const accountId = idOf.account(account)
  if (environmentOfAccount(account) !== 0) {
    return {
      accountId,
      via: 'environment',
      membershipId: null,
      role: null,
      isOwner: false,
      membershipStatus: null,
      permissions: [...allPermissions],
    }
  }
  const { id, role, permissions } = membership(account, 1)
  return {
    accountId,
    via: 'membership',
    membershipId: id,
    role,
    isOwner: false,
    membershipStatus: 'active',
    permissions,
  }
}

/** Who of the provider has this slot; null where it is one of the account's own people. */
function staffOf(account: number, slot: number, users: number): number | null {
  const own = environmentOfAccount(account) === 0 ? 1 : 0
  if (slot === 0 || slot > Math.min(6, Math.floor(users / 4) + own)) return null
  if (slot === 1 && own === 1) return 0
  // A stretch of its own for each slot, so that nobody is in an account twice.
  const stretch = Math.floor(staffCount / 6)
  return 1 + (slot - 1) * stretch + Math.floor(share(account, slot, 75) ** 3 * stretch)
}

function staffAddress(staff: number): string {
  return `${personOf(seed + 1, staff).local}.${staff}@northern-it.test`
}

const owner = { role: 'owner' as Role, permissions: [...permissionsOf('owner', undefined)] as Permission[] }
const staffRoles = ['technician', 'technician', 'technician', 'admin'] as const
const ownRoles = ['viewer', 'viewer', 'viewer', 'billing', 'technician', 'admin', 'custom'] as const
const custom: Permission[] = ['account.view', 'applications.open', 'users.view', 'tickets.view_open']

function roleOf(n: number, staff: number | null): { role: Role; permissions: Permission[] } {
  const roles: readonly Role[] = staff === null ? ownRoles : staffRoles
  const role = roles[hash(n, 76) % roles.length] ?? 'viewer'
  return { role, permissions: [...permissionsOf(role, custom)] }
}
