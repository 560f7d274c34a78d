import type { ExternalIssuer } from '../../identity/issuer-config.ts'
import { readSecurity } from '../../identity/security/security.ts'
import { ok } from '../answers.ts'
import type { HandlersOf } from '../handler.ts'

interface SecurityConfig {
  publicUrl: string
  issuer?: ExternalIssuer | null
}

export function createSecurityHandlers({ publicUrl, issuer }: SecurityConfig): HandlersOf<'security'> {
  return {
    'security.get': async ({ db, principal }) => {
      if (issuer) {
        const url = issuer.accountUrl ?? issuer.issuer
        return ok({ twoFactor: null, recoveryCodesLeft: null, passwordChangedAt: null, url })
      }
      return ok({ ...(await readSecurity(db, principal.userId)), url: `${publicUrl}/security` })
    },
  }
}
