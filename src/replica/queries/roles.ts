import { namedRoleSchema, ok, permissionCatalogue, rolePermissions } from '@gatehouse/contract'
import { createView } from '../repositories/view.ts'
import { byName, type Handler, openAccount } from './context.ts'

/** What can be given in an account. The window asks for it, rather than load the contract with all its schemas. */
export const getRoles: Handler<'users.roles'> = ({ sql }, { accountId }) => {
  const opened = openAccount(sql, accountId)
  if (!opened.ok) return opened
  const view = createView(sql)
  const given = namedRoleSchema.exclude(['owner']).options
  return ok({
    catalogue: permissionCatalogue.map(({ key, group, enforcedBy }) => ({ key, group, enforcedBy })),
    presets: given.map((role) => ({ role, permissions: [...rolePermissions[role]] })),
    templates: [...view.templates(accountId)]
      .sort(byName)
      .map(({ id, name, permissions }) => ({ templateId: id, name, permissions })),
    ownerName: view.owner(accountId)?.name ?? null,
  })
}
