import type { Access } from '../entities/account.ts'
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
