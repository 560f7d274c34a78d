import { type Permission, rolePermissions } from '@gatehouse/contract'
import type { SeedPlan } from './catalogue.ts'
import type { Prng } from './prng.ts'
import type { Rows } from './rows.ts'

export const dayMs = 86_400_000

export interface World {
  prng: Prng
  plan: SeedPlan
  seed: string
  nowMs: number
  consultant: Rows['app_user']
  owner: Rows['app_user']
  /** People who work in several accounts. */
  shared: Rows['app_user'][]
}

/** One account with what it takes to fill it. */
export interface AccountPlan {
  account: Rows['account']
  environment: Rows['environment']
  applications: Rows['application'][]
  /** Memberships, all counted. */
  size: number
  /** The consultant's role here, if any. */
  consultant: { role: Rows['membership']['role']; isSuspended: boolean } | null
  isOwnersAccount: boolean
}

export interface Member {
  user: Rows['app_user']
  membership: Rows['membership']
}

/** Below a name that is kept for examples: no mail can ever reach anybody. */
export function mailDomain({ account, environment }: AccountPlan): string {
  const label = account.name.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  return `${label}.${environment.kind === 'production' ? 'example.com' : 'example.net'}`
}

export function permissionsOf(role: Rows['membership']['role']): readonly Permission[] {
  return rolePermissions[role]
}

export function iso(ms: number): string {
  return new Date(Math.floor(ms)).toISOString()
}
