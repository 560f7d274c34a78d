import { z } from 'zod'
import * as entity from '../../entities/index.ts'
import { route } from '../route.ts'

export const permissionRoutes = {
  'permissions.list': route({
    method: 'GET',
    path: '/v1/permissions',
    access: 'signed-in',
    summary: 'The permission catalogue and the roles made of it',
    answer: z.object({
      permissions: z.array(entity.permissionEntrySchema),
      roles: z.record(entity.namedRoleSchema, z.array(entity.permissionSchema)),
    }),
  }),
} as const
