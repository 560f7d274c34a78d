import { z } from 'zod'
import { accountIdSchema, templateIdSchema } from '../ids.ts'
import { versionSchema } from './account.ts'
import { permissionSchema } from './permission.ts'

/** What people call it, without surrounding space; unique in the account whatever the case. 1 to 100 characters. */
export const templateNameSchema = z
  .string()
  .trim()
  .min(1, 'Give the template a name')
  .max(100, 'The name of a template has at most 100 characters')

/** Names are the same when they differ by case, or by how a letter is put together, alone. */
export function sameTemplateName(a: string, b: string): boolean {
  return comparable(a) === comparable(b)
}

const comparable = (name: string) => name.trim().normalize('NFKC').toLowerCase()

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
