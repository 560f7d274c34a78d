import type { Application, Environment } from '@gatehouse/contract'
import { idOf } from './ids.ts'
import { hash } from './random.ts'
import type { FleetSize } from './sizes.ts'

const kinds = ['production', 'staging', 'qa', 'development'] as const

/** Nearly all accounts are in production, which is the first. */
export function environmentOfAccount(account: number): number {
  const hundredth = hash(account, 41) % 100
  return hundredth < 94 ? 0 : 1 + (hundredth % 3)
}

/** Seven of ten applications are in production, a tenth in each of the others. */
export function environmentOfApplication(application: number): number {
  return Math.max(0, (application % 10) - 6)
}

export function environments(): Environment[] {
  return kinds.map((kind, n) => ({
    id: idOf.environment(n),
    key: kind,
    name: `${kind[0]?.toUpperCase()}${kind.slice(1)}`,
    kind,
    defaultApplicationId: idOf.application(applicationsOfEnvironment(n, 10)[0] ?? 0),
    version: 1,
  }))
}

export function applicationsOfEnvironment(environment: number, applications: number): number[] {
  return Array.from({ length: applications }, (_, n) => n).filter(
    (n) => environmentOfApplication(n) === environment,
  )
}

/** The first application of each environment is its default and comes by itself to every user in it. */
export function applications({ applications: count }: FleetSize): Application[] {
  const firsts = new Set(kinds.map((_, environment) => applicationsOfEnvironment(environment, count)[0]))
  return Array.from({ length: count }, (_, n) => ({
    id: idOf.application(n),
    environmentId: idOf.environment(environmentOfApplication(n)),
    key: `application-${n}`,
    name: `${names[n % names.length]}${n < names.length ? '' : ` ${1 + Math.floor(n / names.length)}`}`,
    description: 'What people open to get their work done',
    type: hash(n, 42) % 8 === 0 && !firsts.has(n) ? 'agent' : 'application',
    status: hash(n, 43) % 10 === 0 && !firsts.has(n) ? 'inactive' : 'active',
    applicationUrl: `https://application-${n}.example.test`,
    loginUrl: `https://application-${n}.example.test/login`,
    logoUrl: null,
    isDefault: firsts.has(n),
    autoAssign: firsts.has(n),
    version: 1,
  }))
}

const names = (
  'Portal Helpdesk Monitoring Backup Billing Inventory Payroll Calendar Wiki Chat Mail Storage Signatures Time ' +
  'Projects Assets Alerts Reports Forms Scanner Passwords Network Devices Patches Remote Training Directory ' +
  'Contracts Orders Quotes'
).split(' ')
