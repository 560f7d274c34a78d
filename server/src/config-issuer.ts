import { z } from 'zod'
import { isLoopback, secret } from './config-fields.ts'
import type { ExternalIssuer } from './identity/issuer-config.ts'

// Tokens and passwords go there, so it is encrypted wherever a network lies between.
const address = z
  .url({ protocol: /^https?$/, error: 'must be an address like https://login.example.com', abort: true })
  .refine((url) => url.startsWith('https:') || isLoopback(new URL(url).hostname), 'must begin with https://')

/** The variables of an organisation's own OpenID Connect issuer, in place of the built-in one. */
export const issuerFields = {
  OIDC_ISSUER: address.optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_AUDIENCE: z.string().optional(),
  OIDC_SCOPE: z
    .string()
    .refine((scope) => scope.split(' ').includes('openid'), 'must have openid among its scopes')
    .default('openid offline_access profile email'),
  OIDC_INTROSPECTION_URL: address.optional(),
  OIDC_INTROSPECTION_CLIENT_ID: z.string().optional(),
  OIDC_INTROSPECTION_SECRET: secret.optional(),
  OIDC_ACCOUNT_URL: address.optional(),
} as const

type IssuerVariables = z.infer<z.ZodObject<typeof issuerFields>>

/** Null for the built-in issuer; see `issuerMistakes` for what has to go together. */
export function issuerOf(value: IssuerVariables): ExternalIssuer | null {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_AUDIENCE: audience } = value
  if (!issuer || !clientId || !audience) return null
  const { OIDC_INTROSPECTION_URL: url, OIDC_INTROSPECTION_SECRET: introspectionSecret } = value
  return {
    issuer,
    clientId,
    audience,
    scope: value.OIDC_SCOPE,
    introspection:
      url && introspectionSecret
        ? { url, clientId: value.OIDC_INTROSPECTION_CLIENT_ID ?? clientId, secret: introspectionSecret }
        : null,
    accountUrl: value.OIDC_ACCOUNT_URL ?? null,
  }
}

/** What each variable by itself can't show. */
export function issuerMistakes(value: IssuerVariables): string[] {
  const wrong: string[] = []
  const isSet = (name: keyof IssuerVariables) => value[name] !== undefined
  const others = ['OIDC_CLIENT_ID', 'OIDC_AUDIENCE', 'OIDC_INTROSPECTION_URL', 'OIDC_ACCOUNT_URL'] as const
  if (!isSet('OIDC_ISSUER')) {
    for (const name of others) if (isSet(name)) wrong.push(`${name} is set, so OIDC_ISSUER must be set too`)
    return wrong
  }
  if (!isSet('OIDC_CLIENT_ID')) {
    wrong.push('OIDC_CLIENT_ID must be set with OIDC_ISSUER: what Gatehouse is registered as there')
  }
  if (!isSet('OIDC_AUDIENCE')) {
    wrong.push('OIDC_AUDIENCE must be set with OIDC_ISSUER: whom its access tokens are for')
  } else if (value.OIDC_AUDIENCE === value.OIDC_CLIENT_ID && !isSet('OIDC_INTROSPECTION_URL')) {
    wrong.push('OIDC_AUDIENCE must differ from OIDC_CLIENT_ID: id tokens are for that one')
  }
  if (isSet('OIDC_INTROSPECTION_URL') !== isSet('OIDC_INTROSPECTION_SECRET')) {
    wrong.push('OIDC_INTROSPECTION_URL and OIDC_INTROSPECTION_SECRET must be set together')
  }
  return wrong
}

export function describeIssuer(issuer: ExternalIssuer | null): [name: string, value: string | null][] {
  return [
    ['OIDC_ISSUER', issuer?.issuer ?? null],
    ['OIDC_CLIENT_ID', issuer?.clientId ?? null],
    ['OIDC_AUDIENCE', issuer?.audience ?? null],
    ['OIDC_SCOPE', issuer?.scope ?? null],
    ['OIDC_INTROSPECTION_URL', issuer?.introspection?.url ?? null],
    ['OIDC_INTROSPECTION_CLIENT_ID', issuer?.introspection?.clientId ?? null],
    ['OIDC_INTROSPECTION_SECRET', issuer?.introspection ? '(set)' : null],
    ['OIDC_ACCOUNT_URL', issuer?.accountUrl ?? null],
  ]
}
