import type { Access } from '../entities/account.ts'
import type { Permission } from '../entities/permission.ts'
import type { Problem } from '../problem.ts'
import { refuseToHandOut } from './permission-check.ts'

/** What its author lacks can't be in a template: whoever gives it gives all of it. */
export function refuseToPutIn(
  entry: { access: Pick<Access, 'permissions'> },
  permissions: readonly Permission[],
): Problem | null {
  return refuseToHandOut(entry, permissions, 'The template would hold', 'Leave them out.')
}
