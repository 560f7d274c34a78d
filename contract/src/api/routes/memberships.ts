import { z } from 'zod'
import * as entity from '../../entities/index.ts'
import * as ids from '../../ids.ts'
import { route } from '../route.ts'
import { account, page, paged } from './parts.ts'

export const membershipRoutes = {
  'memberships.list': route({
    method: 'GET',
    path: '/v1/accounts/:accountId/memberships',
    access: 'users.view',
    summary: 'The users of the account, by name',
    params: account,
    query: page,
    answer: paged(entity.membershipSchema),
  }),
  'memberships.access': route({
    method: 'GET',
    path: '/v1/accounts/:accountId/memberships/:membershipId/access',
    access: 'users.view',
    summary: 'What a user of the account can open, with every source',
    params: account.extend({ membershipId: ids.membershipIdSchema }),
    answer: z.object({
      items: z.array(
        z.object({ applicationId: ids.applicationIdSchema, sources: z.array(entity.accessSourceSchema) }),
      ),
    }),
  }),
} as const
