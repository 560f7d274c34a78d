import { invitationTokenSchema } from '@gatehouse/contract'
import type { FastifyInstance } from 'fastify'
import type { Clock, Randomness } from '../../clock.ts'
import type { Database } from '../../db/database.ts'
import { sendPage } from '../forms.ts'
import type { ExternalIssuer } from '../issuer-config.ts'
import { messagePage } from '../pages/sign-in-pages.ts'
import { stylesheet, stylesheetPath } from '../pages/style.ts'
import { type Identity, IssuerUnavailable } from '../ports.ts'
import { claimsOf, createAccessTokens, type TokenClaims } from './access-tokens.ts'
import { createMetadata, fetchJson } from './issuer-metadata.ts'
import { findLinked, linkUser } from './user-links.ts'

export interface ExternalIdentityDeps {
  db: Database
  clock: Clock
  random: Randomness
  issuer: ExternalIssuer
  config: { publicUrl: string; name: string }
  fetch?: typeof globalThis.fetch
}

/** Users sign in at the organisation's own issuer; this server judges its access tokens and knows whose they are. */
export function createExternalIdentity(deps: ExternalIdentityDeps): Identity {
  const { issuer } = deps
  const fetch = deps.fetch ?? globalThis.fetch
  const metadata = createMetadata(issuer.issuer, fetch)
  const judge = createAccessTokens({ issuer, metadata, fetch, clock: deps.clock })
  const links = { ...deps, issuer: issuer.issuer }

  /** What the token leaves out, asked of the issuer's userinfo. */
  async function withProfile(claims: TokenClaims, accessToken: string): Promise<TokenClaims> {
    if (claims.email !== null && claims.isEmailVerified) return claims
    const { userinfo_endpoint: url } = await metadata().catch((error: unknown) => {
      throw new IssuerUnavailable(error)
    })
    if (url === undefined) return claims
    const headers = { authorization: `Bearer ${accessToken}`, accept: 'application/json' }
    const answer = (await fetchJson(fetch, url, { headers }).catch(() => null)) as { sub?: unknown } | null
    // Another subject's profile would hand their account to this one.
    return answer?.sub === claims.subject ? claimsOf(claims.subject, answer) : claims
  }

  return {
    async register(app) {
      registerPages(app, deps)
    },

    async authenticate(accessToken) {
      const claims = await judge(accessToken).catch((error: unknown) => {
        throw new IssuerUnavailable(error)
      })
      if (!claims) return null
      const userId =
        (await findLinked(links, claims.subject)) ??
        (await linkUser(links, await withProfile(claims, accessToken)))
      // Sign-ins are kept by the issuer, and ended there.
      return userId ? { userId, sessionId: null } : null
    },

    watchSession: () => () => {},
  }
}

/** What is left of the pages where another issuer has those of the sign-in: where links of mails and people lead. */
function registerPages(app: FastifyInstance, { issuer, config }: ExternalIdentityDeps): void {
  const pages = { serverName: config.name }
  app.get(stylesheetPath, (_request, reply) =>
    reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .type('text/css; charset=utf-8')
      .send(stylesheet),
  )
  app.get('/security', (_request, reply) => reply.redirect(issuer.accountUrl ?? issuer.issuer, 303))
  app.get('/login', (_request, reply) => {
    const text = 'Applications are opened from Gatehouse. Sign in there and choose the application.'
    return sendPage(reply, messagePage(pages, { title: 'Open it from Gatehouse', text }))
  })
  app.get('/invite/:token', (request, reply) => {
    const token = invitationTokenSchema.safeParse((request.params as { token: string }).token)
    if (!token.success) {
      const text = 'The link is incomplete. Copy the whole link out of the mail.'
      return sendPage(reply, messagePage(pages, { title: 'There is no such invitation', text }), 404)
    }
    const href = `gatehouse://invite/${token.data}?server=${encodeURIComponent(config.publicUrl)}`
    const text =
      'Open the invitation in Gatehouse. You sign in with the login of your organisation, and see who invites you to what before you accept.'
    const action = { href, label: 'Open in Gatehouse' }
    return sendPage(reply, messagePage(pages, { title: 'You are invited', text, action }))
  })
}
