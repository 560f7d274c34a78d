import { z } from 'zod'
import { timeSchema, versionSchema } from '../entities/account.ts'
import { permissionSchema } from '../entities/permission.ts'
import { serviceSchema } from '../entities/service.ts'
import { accountIdSchema, serviceIdSchema } from '../ids.ts'

const account = z.object({ accountId: accountIdSchema })
const accountService = account.extend({ serviceId: serviceIdSchema })
/** What an edit is based on: a row that has another version by now answers `stale_version`. */
export const baseVersionSchema = versionSchema.describe('The version that was looked at')

export const accountFields = z.object({
  name: z.string().trim().min(1, 'An account needs a name').max(200),
  reference: z.string().trim().min(1, 'An account needs a reference').max(100),
  plan: z.string().trim().min(1, 'An account needs a plan').max(100),
})
/** What is left out stays. */
export const editAccountBodySchema = accountFields.partial().extend({ baseVersion: baseVersionSchema })
export const editAccountSchema = account.extend(editAccountBodySchema.shape)

const service = z.object({
  productName: z.string().trim().min(1, 'Say which product it is').max(200),
  /** Which one of that product: a domain name, a contract number. May be empty. */
  label: z.string().trim().max(200),
  status: serviceSchema.shape.status,
  renewsAt: timeSchema.nullable(),
  permission: permissionSchema,
})
export const addServiceBodySchema = service.extend({
  /** Made by whoever adds it, so that it has its id from the start. */
  serviceId: serviceIdSchema,
  label: service.shape.label.default(''),
  status: service.shape.status.default('active'),
  renewsAt: service.shape.renewsAt.default(null),
  permission: service.shape.permission.default('services.view'),
})
/** The whole of it as it is to be. */
export const editServiceBodySchema = service.extend({ baseVersion: baseVersionSchema })
export const addServiceSchema = account.extend(addServiceBodySchema.shape)
export const editServiceSchema = accountService.extend(editServiceBodySchema.shape)
export const removeServiceSchema = accountService
