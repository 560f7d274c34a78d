import { z } from 'zod'
import { duplicateGroupSchema } from '../../domain/likely-duplicates.ts'
import * as entity from '../../entities/index.ts'
import * as ids from '../../ids.ts'
import * as args from '../../mutations/membership-arguments.ts'
import { route, written } from '../route.ts'
import { account, accountMembership, page, paged } from './parts.ts'

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
  'memberships.duplicates': route({
    method: 'GET',
    path: '/v1/accounts/:accountId/memberships/duplicates',
    access: 'users.view',
    summary:
      "Users of the account who are likely one person, such as a legacy login beside that person's newer one: which to keep, and why the others look like it",
    params: account,
    answer: z.object({ items: z.array(duplicateGroupSchema) }),
  }),
  'memberships.get': route({
    method: 'GET',
    path: '/v1/accounts/:accountId/memberships/:membershipId',
    access: 'users.view',
    summary: 'One user of the account',
    params: accountMembership,
    answer: entity.membershipSchema,
  }),
  'memberships.access': route({
    method: 'GET',
    path: '/v1/accounts/:accountId/memberships/:membershipId/access',
    access: 'users.view',
    summary: 'What a user of the account can open, with every source',
    params: accountMembership,
    answer: z.object({
      items: z.array(
        z.object({ applicationId: ids.applicationIdSchema, sources: z.array(entity.accessSourceSchema) }),
      ),
    }),
  }),
  'memberships.setPermissions': route({
    method: 'PUT',
    path: '/v1/accounts/:accountId/memberships/:membershipId/permissions',
    access: 'users.edit',
    writes: true,
    summary: 'Give a user another role or other permissions; nobody gives one that they lack themselves',
    params: accountMembership,
    body: args.editMembershipBodySchema,
    answer: written(entity.membershipSchema),
    problems: ['owner_fixed', 'stale_version', 'account_read_only'],
  }),
  'memberships.setEnd': route({
    method: 'PUT',
    path: '/v1/accounts/:accountId/memberships/:membershipId/end',
    access: 'users.edit',
    writes: true,
    summary:
      'Set the moment at which a membership ends by itself, or let it last. Whoever puts an end off must hold every permission of the user, and nobody puts off their own',
    params: accountMembership,
    body: args.membershipEndBodySchema,
    answer: written(entity.membershipSchema),
    problems: ['owner_fixed', 'stale_version', 'account_read_only'],
  }),
  'memberships.suspend': route({
    method: 'POST',
    path: '/v1/accounts/:accountId/memberships/:membershipId/suspend',
    access: 'users.remove',
    writes: true,
    summary: 'Suspend a user: they keep everything and can use nothing of it until they are resumed',
    params: accountMembership,
    body: args.membershipStateBodySchema,
    answer: written(entity.membershipSchema),
    problems: ['owner_fixed', 'stale_version', 'account_read_only'],
  }),
  'memberships.resume': route({
    method: 'POST',
    path: '/v1/accounts/:accountId/memberships/:membershipId/resume',
    access: 'users.remove',
    writes: true,
    summary:
      'End a suspension. It gives back every permission of the user, so whoever does it must hold them all',
    params: accountMembership,
    body: args.membershipStateBodySchema,
    answer: written(entity.membershipSchema),
    problems: ['stale_version', 'account_read_only'],
  }),
  'memberships.remove': route({
    method: 'DELETE',
    path: '/v1/accounts/:accountId/memberships/:membershipId',
    access: 'users.remove',
    writes: true,
    summary: 'Remove a user from the account, and what was granted to them there',
    params: accountMembership,
    answer: written(z.object({})),
    problems: ['owner_fixed', 'account_read_only'],
  }),
  'memberships.leave': route({
    method: 'POST',
    path: '/v1/accounts/:accountId/leave',
    access: 'signed-in',
    writes: true,
    inAnyStatus: true,
    summary:
      'Leave an account, whatever its status. The owner transfers the ownership first; a suspended user stays so',
    params: account,
    body: z.object({}),
    answer: written(z.object({})),
    problems: ['forbidden', 'owner_fixed'],
  }),
  'memberships.transferOwnership': route({
    method: 'POST',
    path: '/v1/accounts/:accountId/transfer-ownership',
    access: 'users.edit',
    writes: true,
    summary:
      'Make an active user the owner of the account. Done by the owner, or by an administrator of the environment, who also gives an owner to an account without one',
    params: account,
    body: args.transferOwnershipBodySchema,
    answer: written(
      z.object({ owner: entity.membershipSchema, previousOwner: entity.membershipSchema.nullable() }),
    ),
    problems: ['stale_version', 'account_read_only'],
  }),
} as const
