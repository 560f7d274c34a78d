import { permissionCatalogue, rolePermissions } from '@gatehouse/contract'
import { ok } from '../answers.ts'
import type { HandlersOf } from '../handler.ts'

export const permissionHandlers: HandlersOf<'permissions'> = {
  'permissions.list': async () => ok(answer),
}

const answer = {
  permissions: permissionCatalogue.map((entry) => ({ ...entry })),
  roles: {
    owner: [...rolePermissions.owner],
    admin: [...rolePermissions.admin],
    technician: [...rolePermissions.technician],
    billing: [...rolePermissions.billing],
    viewer: [...rolePermissions.viewer],
  },
}
