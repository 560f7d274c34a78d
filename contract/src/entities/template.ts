import { z } from 'zod'
import { accountIdSchema, templateIdSchema } from '../ids.ts'
import { versionSchema } from './account.ts'
import { permissionSchema } from './permission.ts'

/**
 * An account's own set of permissions under a name. Giving it copies the permissions: a template that is edited later
 * changes nobody's access behind their back.
 */
export const templateSchema = z
  .object({
    id: templateIdSchema,
    accountId: accountIdSchema,
    name: z.string(),
    permissions: z.array(permissionSchema),
    version: versionSchema,
  })
  .meta({ id: 'Template' })
export type Template = z.infer<typeof templateSchema>
