import { z } from 'zod'

const metadataSchema = z.object({
  issuer: z.string(),
  jwks_uri: z.url({ protocol: /^https?$/ }),
  userinfo_endpoint: z.url({ protocol: /^https?$/ }).optional(),
})
export type IssuerMetadata = z.infer<typeof metadataSchema>

const timeoutMs = 10_000
const longestAnswer = 1_000_000

/** JSON from the issuer, never more than a megabyte; null where it doesn't answer with success. */
export async function fetchJson(
  fetch: typeof globalThis.fetch,
  url: string,
  options: RequestInit = {},
): Promise<unknown> {
  const response = await fetch(url, {
    ...options,
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  })
  if (!response.ok) throw new IssuerFailed(response.status)
  const text = await response.text()
  if (text.length > longestAnswer) throw new IssuerFailed(response.status)
  return JSON.parse(text)
}

/** The issuer said no, or failed; its answer isn't repeated. */
export class IssuerFailed extends Error {
  readonly status: number

  constructor(status: number) {
    super(`the issuer answered ${status}`)
    this.name = 'IssuerFailed'
    this.status = status
  }
}

/** Read once, at the first need of it; a failure is not kept, so the next request tries again. */
export function createMetadata(
  issuer: string,
  fetch: typeof globalThis.fetch,
): () => Promise<IssuerMetadata> {
  let known: Promise<IssuerMetadata> | null = null

  async function read(): Promise<IssuerMetadata> {
    const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
    const metadata = metadataSchema.parse(await fetchJson(fetch, url))
    // A document that speaks for another issuer is a mistake in the configuration, or worse.
    if (metadata.issuer !== issuer) throw new Error('the discovery document is of another issuer')
    // Keys that came over an open network would let whoever stands there sign; the userinfo is shown the token.
    const addresses = [metadata.jwks_uri, metadata.userinfo_endpoint ?? metadata.jwks_uri]
    if (issuer.startsWith('https:') && !addresses.every((address) => address.startsWith('https:'))) {
      throw new Error('the discovery document names addresses without https')
    }
    return metadata
  }

  return () => {
    known ??= read().catch((error: unknown) => {
      known = null
      throw error
    })
    return known
  }
}
