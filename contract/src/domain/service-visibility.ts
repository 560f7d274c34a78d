import type { Access } from '../entities/account.ts'
import type { Permission } from '../entities/permission.ts'
import type { Service } from '../entities/service.ts'

/**
 * Whether somebody may see one service of the account. Who manages services sees all of them; who views them sees
 * those whose own permission they hold as well.
 */
export function maySeeService(
  access: Pick<Access, 'permissions'>,
  service: Pick<Service, 'permission'>,
): boolean {
  const { permissions } = access
  if (permissions.includes('services.manage')) return true
  return permissions.includes('services.view') && permissions.includes(service.permission)
}

/** What somebody has to hold to see a service that has one of these permissions, and what was done to it. */
export function permissionsToSeeService(...own: Permission[]): Permission[] {
  return [...new Set<Permission>(['services.view', ...own])]
}

/**
 * Whether somebody who may see activity may see one of it. `needed` is empty for most; what was done to a service asks
 * for all that the service asks for, before and after. Who manages services sees all of it.
 */
export function maySeeActivity(access: Pick<Access, 'permissions'>, needed: readonly Permission[]): boolean {
  const { permissions } = access
  return permissions.includes('services.manage') || needed.every((each) => permissions.includes(each))
}
