import { z } from 'zod'
import { accountIdSchema, serviceIdSchema } from '../ids.ts'
import { timeSchema, versionSchema } from './account.ts'
import { permissionSchema } from './permission.ts'

/** A product that an account has: what it is called, its state and when it renews. */
export const serviceSchema = z
  .object({
    id: serviceIdSchema,
    accountId: accountIdSchema,
    productName: z.string(),
    label: z.string(),
    status: z.enum(['active', 'suspended', 'cancelled']),
    renewsAt: timeSchema.nullable(),
    /** Who lacks it doesn't see the service: `domains.view` for a domain, say. Managers of services see all. */
    permission: permissionSchema,
    version: versionSchema,
  })
  .meta({ id: 'Service' })
export type Service = z.infer<typeof serviceSchema>
