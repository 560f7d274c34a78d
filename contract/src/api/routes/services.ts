import { z } from 'zod'
import * as entity from '../../entities/index.ts'
import * as ids from '../../ids.ts'
import * as args from '../../mutations/account-arguments.ts'
import { route, written } from '../route.ts'
import { account } from './parts.ts'

const accountService = account.extend({ serviceId: ids.serviceIdSchema })

export const serviceRoutes = {
  'services.list': route({
    method: 'GET',
    path: '/v1/accounts/:accountId/services',
    access: 'services.view',
    summary:
      'The products and services of the account: those whose own permission the caller holds, and all for who manages them',
    params: account,
    answer: z.object({ items: z.array(entity.serviceSchema) }),
  }),
  'services.add': route({
    method: 'POST',
    path: '/v1/accounts/:accountId/services',
    access: 'services.manage',
    writes: true,
    summary: 'Add a product or service to the account',
    params: account,
    body: args.addServiceBodySchema,
    answer: written(entity.serviceSchema),
    problems: ['account_read_only'],
  }),
  'services.edit': route({
    method: 'PUT',
    path: '/v1/accounts/:accountId/services/:serviceId',
    access: 'services.manage',
    writes: true,
    summary: 'Change a product or service: name, label, status, renewal, and the permission that shows it',
    params: accountService,
    body: args.editServiceBodySchema,
    answer: written(entity.serviceSchema),
    problems: ['stale_version', 'account_read_only'],
  }),
  'services.remove': route({
    method: 'DELETE',
    path: '/v1/accounts/:accountId/services/:serviceId',
    access: 'services.manage',
    writes: true,
    summary: 'Remove a product or service from the account',
    params: accountService,
    answer: written(z.object({})),
    problems: ['account_read_only'],
  }),
} as const
