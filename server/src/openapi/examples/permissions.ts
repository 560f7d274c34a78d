import { permissionCatalogue, rolePermissions } from '@gatehouse/contract'
import type { ExamplesOf } from './example.ts'

export const permissionExamples: ExamplesOf<'permissions'> = {
  'permissions.list': {
    answer: {
      permissions: permissionCatalogue.slice(0, 2).map((entry) => ({ ...entry })),
      roles: {
        owner: [...rolePermissions.owner],
        admin: [...rolePermissions.admin],
        technician: [...rolePermissions.technician],
        billing: [...rolePermissions.billing],
        viewer: [...rolePermissions.viewer],
      },
    },
  },
}
