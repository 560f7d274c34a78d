import * as entity from '../../entities/index.ts'
import { route } from '../route.ts'
import { account, page, paged } from './parts.ts'

export const accountRoutes = {
  'accounts.list': route({
    method: 'GET',
    path: '/v1/accounts',
    access: 'signed-in',
    summary: 'Every account the signed-in user may work in, by name',
    query: page,
    answer: paged(entity.directoryEntrySchema),
  }),
  'accounts.get': route({
    method: 'GET',
    path: '/v1/accounts/:accountId',
    access: 'signed-in',
    summary: 'One account and how the signed-in user may work in it',
    params: account,
    answer: entity.directoryEntrySchema,
  }),
} as const
