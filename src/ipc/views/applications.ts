import * as c from '@gatehouse/contract'
import { z } from 'zod'
import { count, waiting } from './parts.ts'

export const assignmentLevelSchema = z.enum(['environment', 'account', 'manual'])
export const applicationItemSchema = z.object({
  id: c.applicationIdSchema,
  name: z.string(),
  key: z.string(),
  description: z.string(),
  /** Where it is opened, and where it sends people to sign in. */
  applicationUrl: z.string(),
  loginUrl: z.string(),
  type: z.enum(['application', 'agent']),
  status: z.enum(['active', 'inactive']),
  isDefault: z.boolean(),
  level: assignmentLevelSchema,
  accountAuto: z.boolean(),
  version: z.int().nullable(),
  /** Users with effective access; null where the principal may not see users. */
  users: count.nullable(),
  assignedAt: z.iso.datetime().nullable(),
  waiting,
})
export type ApplicationItem = z.infer<typeof applicationItemSchema>

/** A line of the "Assign application" drawer. */
export const assignableSchema = applicationItemSchema
  .pick({ id: true, name: true, description: true, type: true, status: true })
  .extend({
    assigned: z.boolean(),
  })
export type Assignable = z.infer<typeof assignableSchema>
