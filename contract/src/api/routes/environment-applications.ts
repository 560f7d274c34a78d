import { z } from 'zod'
import { environmentImpactChangeSchema, environmentImpactSchema } from '../../domain/impact.ts'
import * as entity from '../../entities/index.ts'
import * as ids from '../../ids.ts'
import { route, written } from '../route.ts'
import { baseVersion, environment } from './parts.ts'

const application = environment.extend({ applicationId: ids.applicationIdSchema })
const fields = entity.applicationFieldsSchema

const count = z.int().min(0)

/** What administrators do with the applications of an environment. Accounts have routes of their own. */
export const environmentApplicationRoutes = {
  'environmentApplications.list': route({
    method: 'GET',
    path: '/v1/environments/:environmentId/applications',
    access: 'administrator',
    summary: 'Every application and agent of the environment, by name',
    params: environment,
    answer: z.object({
      /** With the default application, and the version that `environmentApplications.setDefault` bases on. */
      environment: entity.environmentSchema,
      items: z.array(entity.applicationSchema),
    }),
  }),
  'environmentApplications.create': route({
    method: 'POST',
    path: '/v1/environments/:environmentId/applications',
    access: 'administrator',
    writes: true,
    summary:
      'Create an application or agent; inactive, as long as nothing else is said. Its key is unique in the environment',
    params: environment,
    body: fields.extend({
      /** Made by whoever creates it; the id that the integration will use. */
      applicationId: ids.applicationIdSchema,
      description: fields.shape.description.default(''),
      type: fields.shape.type.default('application'),
      status: entity.applicationSchema.shape.status.default('inactive'),
      logoUrl: fields.shape.logoUrl.default(null),
    }),
    answer: written(entity.applicationSchema),
    problems: ['name_taken'],
  }),
  'environmentApplications.edit': route({
    method: 'PUT',
    path: '/v1/environments/:environmentId/applications/:applicationId',
    access: 'administrator',
    writes: true,
    summary:
      'Edit an application; what is left out stays. The key may change too, as integrations know the id alone',
    params: application,
    body: fields.partial().extend({ baseVersion }),
    answer: written(entity.applicationSchema),
    problems: ['name_taken', 'stale_version'],
  }),
  'environmentApplications.setStatus': route({
    method: 'PUT',
    path: '/v1/environments/:environmentId/applications/:applicationId/status',
    access: 'administrator',
    writes: true,
    summary:
      'Mark an application as integrated (`active`) or not (`inactive`: stays assigned and granted, can not be opened)',
    params: application,
    body: z.object({ status: entity.applicationSchema.shape.status, baseVersion }),
    answer: written(entity.applicationSchema),
    problems: ['stale_version'],
  }),
  'environmentApplications.setDefault': route({
    method: 'PUT',
    path: '/v1/environments/:environmentId/default-application',
    access: 'administrator',
    writes: true,
    summary:
      'Choose what a login without an application id opens and a new account starts with, or null for nothing. An inactive one may be chosen and can be opened once it is active; the answer shows its status',
    params: environment,
    body: z.object({
      applicationId: ids.applicationIdSchema.nullable(),
      /** Of the environment. */
      baseVersion,
    }),
    answer: written(
      z.object({
        environment: entity.environmentSchema,
        application: entity.applicationSchema.nullable(),
      }),
    ),
    problems: ['stale_version'],
  }),
  'environmentApplications.setAutoAssign': route({
    method: 'PUT',
    path: '/v1/environments/:environmentId/applications/:applicationId/auto-assign',
    access: 'administrator',
    writes: true,
    summary:
      "Switch environment-level auto-assignment: on, every account and user has the application, those to come too; off, `onDisable: keep` turns today's derived access into grants",
    params: application,
    body: z.object({
      autoAssign: z.boolean(),
      /** What becomes of access that this auto-assignment alone gave; read when switching off. */
      onDisable: z.enum(['drop', 'keep']).default('drop'),
      baseVersion,
    }),
    answer: written(
      z.object({
        application: entity.applicationSchema,
        /** Account applications written, because grants stand in accounts that had none. */
        accountApplicationsMade: count,
        grantsMade: count,
      }),
    ),
    problems: ['stale_version'],
  }),
  'environmentApplications.impact': route({
    method: 'GET',
    path: '/v1/environments/:environmentId/applications/:applicationId/impact',
    access: 'administrator',
    summary: 'How many users of the whole environment would gain, lose and keep access by a change',
    params: application,
    query: z.object({ change: environmentImpactChangeSchema }),
    answer: environmentImpactSchema,
  }),
  'environmentApplications.delete': route({
    method: 'POST',
    path: '/v1/environments/:environmentId/applications/:applicationId/delete',
    access: 'administrator',
    writes: true,
    summary:
      'Delete an application for good. While accounts have it that is refused with their number, unless `cascade` is said: then its account applications, grants and mentions in pending invitations go with it',
    params: application,
    body: z.object({ cascade: z.boolean().default(false), baseVersion }),
    answer: written(
      z.object({
        /** What went with it. */
        removed: z.object({ accountApplications: count, grants: count, invitations: count }),
      }),
    ),
    problems: ['in_use', 'stale_version'],
  }),
} as const
