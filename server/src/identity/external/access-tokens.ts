import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey, jwtVerify } from 'jose'
import { z } from 'zod'
import type { Clock } from '../../clock.ts'
import type { ExternalIssuer } from '../issuer-config.ts'
import { fetchJson, type IssuerMetadata } from './issuer-metadata.ts'

/** What an access token says of its user. */
export interface TokenClaims {
  subject: string
  email: string | null
  isEmailVerified: boolean
  name: string | null
}

export interface AccessTokensDeps {
  issuer: ExternalIssuer
  metadata(): Promise<IssuerMetadata>
  fetch: typeof globalThis.fetch
  clock: Clock
}

/** Signatures with a key pair alone: a shared secret or none at all would let anybody sign. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']
const clockToleranceSeconds = 60

const judgements = [
  errors.JWSInvalid,
  errors.JWTInvalid,
  errors.JWTExpired,
  errors.JWTClaimValidationFailed,
  errors.JWSSignatureVerificationFailed,
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
  errors.JWKSNoMatchingKey,
  errors.JWKSMultipleMatchingKeys,
]

export const profileSchema = z.object({
  email: z.string().optional().catch(undefined),
  email_verified: z.boolean().optional().catch(undefined),
  name: z.string().optional().catch(undefined),
  preferred_username: z.string().optional().catch(undefined),
})

const introspectionSchema = profileSchema.extend({
  active: z.boolean(),
  sub: z.string().optional(),
  iss: z.string().optional(),
  client_id: z.string().optional(),
  exp: z.number().optional(),
  nbf: z.number().optional(),
  aud: z.union([z.string(), z.array(z.string())]).optional(),
})

/** Judges access tokens of the issuer. Null for one that isn't good; throws where the issuer can't be asked. */
export function createAccessTokens(deps: AccessTokensDeps): (token: string) => Promise<TokenClaims | null> {
  const { introspection } = deps.issuer
  return introspection ? (token) => introspect(deps, introspection, token) : createReader(deps)
}

function createReader({ issuer, metadata, fetch, clock }: AccessTokensDeps) {
  let keys: JWTVerifyGetKey | null = null

  return async (token: string): Promise<TokenClaims | null> => {
    keys ??= createRemoteJWKSet(new URL((await metadata()).jwks_uri), { [customFetch]: fetch })
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer: issuer.issuer,
        audience: issuer.audience,
        algorithms,
        requiredClaims: ['exp', 'sub'],
        clockTolerance: clockToleranceSeconds,
        currentDate: clock.now(),
      })
      // An id token is signed by the same keys and tells a program who signed in; it is no key to an API.
      if ('nonce' in payload || 'at_hash' in payload || 'c_hash' in payload || payload.typ === 'ID')
        return null
      return claimsOf(String(payload.sub), payload)
    } catch (error) {
      if (judgements.some((judgement) => error instanceof judgement)) return null
      // Keys that could not be fetched or read are no judgement on the token.
      throw error
    }
  }
}

async function introspect(
  { issuer, fetch, clock }: AccessTokensDeps,
  { url, clientId, secret }: NonNullable<ExternalIssuer['introspection']>,
  token: string,
): Promise<TokenClaims | null> {
  const credentials = [clientId, secret].map(encodeURIComponent).join(':')
  const body = await fetchJson(fetch, url, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
    },
    body: new URLSearchParams({ token, token_type_hint: 'access_token' }),
  })
  const answer = introspectionSchema.parse(body)
  const now = clock.now().getTime() / 1000
  if (!answer.active || !answer.sub) return null
  if (answer.iss !== undefined && answer.iss !== issuer.issuer) return null
  if (answer.exp !== undefined && answer.exp < now - clockToleranceSeconds) return null
  if (answer.nbf !== undefined && answer.nbf > now + clockToleranceSeconds) return null
  // Where the issuer names no audience, the token has to be one that it gave to Gatehouse and to no other program.
  const isForUs =
    answer.aud === undefined
      ? answer.client_id === issuer.clientId
      : [answer.aud].flat().includes(issuer.audience)
  if (!isForUs) return null
  return claimsOf(answer.sub, answer)
}

export function claimsOf(subject: string, claims: unknown): TokenClaims {
  const profile = profileSchema.parse(claims)
  return {
    subject,
    email: profile.email ?? null,
    isEmailVerified: profile.email_verified === true,
    name: profile.name ?? profile.preferred_username ?? null,
  }
}
