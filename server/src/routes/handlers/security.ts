import { readSecurity } from '../../identity/security.ts'
import { ok } from '../answers.ts'
import type { HandlersOf } from '../handler.ts'

export function createSecurityHandlers(config: { publicUrl: string }): HandlersOf<'security'> {
  return {
    'security.get': async ({ db, principal }) =>
      ok({ ...(await readSecurity(db, principal.userId)), url: `${config.publicUrl}/security` }),
  }
}
