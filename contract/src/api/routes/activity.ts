import * as entity from '../../entities/index.ts'
import { route } from '../route.ts'
import { account, activityFilter, page, paged } from './parts.ts'

export const activityRoutes = {
  'activity.list': route({
    method: 'GET',
    path: '/v1/accounts/:accountId/activity',
    access: 'activity.view',
    summary: 'Who did what in the account, newest first',
    params: account,
    query: page.extend(activityFilter.shape),
    answer: paged(entity.activitySchema),
  }),
  'activity.export': route({
    method: 'GET',
    path: '/v1/accounts/:accountId/activity/export',
    access: 'activity.export',
    summary: 'All activity of the account that the filter lets through, newest first, one row a line',
    params: account,
    query: activityFilter,
    answer: entity.activitySchema,
    format: 'ndjson',
  }),
} as const
