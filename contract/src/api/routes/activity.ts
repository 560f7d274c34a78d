import * as entity from '../../entities/index.ts'
import { route } from '../route.ts'
import { account, page, paged } from './parts.ts'

export const activityRoutes = {
  'activity.list': route({
    method: 'GET',
    path: '/v1/accounts/:accountId/activity',
    access: 'activity.view',
    summary: 'Who did what in the account, newest first',
    params: account,
    query: page,
    answer: paged(entity.activitySchema),
  }),
} as const
