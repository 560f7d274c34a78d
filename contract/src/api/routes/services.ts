import { z } from 'zod'
import * as entity from '../../entities/index.ts'
import { route } from '../route.ts'
import { account } from './parts.ts'

export const serviceRoutes = {
  'services.list': route({
    method: 'GET',
    path: '/v1/accounts/:accountId/services',
    access: 'services.view',
    summary: 'The products and services of the account',
    params: account,
    answer: z.object({ items: z.array(entity.serviceSchema) }),
  }),
} as const
