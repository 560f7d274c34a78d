import { fail, ok, type Problem, problem, type Result } from '@gatehouse/contract'
import * as oidc from 'openid-client'
import { reasonOf } from '../api-client/answers.ts'
import type { Fetch } from '../ports.ts'
import { isLoopback } from './address.ts'
import type { Server } from './discovery.ts'

export interface TokenSet {
  accessToken: string
  refreshToken: string | null
  /** Seconds the access token is good for; null when the issuer doesn't say. */
  expiresIn: number | null
}

export interface AuthorizationRequest {
  redirectUri: string
  state: string
  nonce: string
  verifier: string
  /** Ask for the credentials even where the browser is signed in. */
  anotherLogin: boolean
  loginHint: string | null
  /** Token of an invitation: the issuer's pages then offer to sign up with its address. */
  invitation: string | null
}

/** What main asks of whoever signs users in, which may be any OpenID Connect issuer. */
export interface Issuer {
  /** The address for the system browser. Each call makes a request of its own. */
  authorizationUrl(request: AuthorizationRequest): Promise<Result<URL>>
  redeem(returned: URL, request: AuthorizationRequest): Promise<Result<TokenSet>>
  /** Problems: `unauthenticated` when the grant is over, `offline` and `unavailable` when nothing is known. */
  refresh(refreshToken: string): Promise<Result<TokenSet>>
  /** Best effort: a revocation that fails changes nothing for whoever signs out. */
  revoke(refreshToken: string): Promise<void>
}

export function createIssuer({ discovery }: Server, fetch: Fetch): Issuer {
  let known: oidc.Configuration | null = null

  async function configuration(): Promise<Result<oidc.Configuration>> {
    if (known) return ok(known)
    const issuer = new URL(discovery.issuer)
    try {
      known = await oidc.discovery(issuer, discovery.clientId, undefined, oidc.None(), {
        [oidc.customFetch]: (url, options) => fetch(url, options as RequestInit),
        execute: isLoopback(issuer.hostname) ? [oidc.allowInsecureRequests] : [],
        timeout: 20,
      })
      return ok(known)
    } catch (error) {
      return fail(problemOf(error))
    }
  }

  async function granted(
    ask: (
      config: oidc.Configuration,
    ) => Promise<oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers>,
  ): Promise<Result<TokenSet>> {
    const config = await configuration()
    if (!config.ok) return config
    try {
      const answer = await ask(config.value)
      return ok({
        accessToken: answer.access_token,
        refreshToken: answer.refresh_token ?? null,
        expiresIn: answer.expiresIn() ?? null,
      })
    } catch (error) {
      return fail(problemOf(error))
    }
  }

  return {
    async authorizationUrl(request) {
      const config = await configuration()
      if (!config.ok) return config
      const parameters = await parametersOf(request, discovery.scope)
      const pushes = config.value.serverMetadata().pushed_authorization_request_endpoint !== undefined
      try {
        const url = pushes
          ? await oidc.buildAuthorizationUrlWithPAR(config.value, parameters)
          : oidc.buildAuthorizationUrl(config.value, parameters)
        return ok(url)
      } catch (error) {
        return fail(problemOf(error))
      }
    },
    redeem: (returned, request) =>
      granted((config) =>
        oidc.authorizationCodeGrant(config, returned, {
          pkceCodeVerifier: request.verifier,
          expectedState: request.state,
          expectedNonce: request.nonce,
          idTokenExpected: true,
        }),
      ),
    refresh: (refreshToken) => granted((config) => oidc.refreshTokenGrant(config, refreshToken)),
    async revoke(refreshToken) {
      const config = await configuration()
      if (!config.ok || config.value.serverMetadata().revocation_endpoint === undefined) return
      try {
        await oidc.tokenRevocation(config.value, refreshToken, { token_type_hint: 'refresh_token' })
      } catch {
        // It ends by itself when its time is up.
      }
    },
  }
}

async function parametersOf(request: AuthorizationRequest, scope: string): Promise<Record<string, string>> {
  return {
    redirect_uri: request.redirectUri,
    scope,
    state: request.state,
    nonce: request.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(request.verifier),
    code_challenge_method: 'S256',
    ...(request.anotherLogin ? { prompt: 'login' } : {}),
    ...(request.loginHint === null ? {} : { login_hint: request.loginHint }),
    ...(request.invitation === null ? {} : { invitation: request.invitation }),
  }
}

/** OAuth's own words are for programs: what they mean for a person stands in `detail`. */
function problemOf(error: unknown): Problem {
  if (error instanceof oidc.AuthorizationResponseError) {
    return problem('sign_in_failed', {
      detail:
        error.error === 'access_denied'
          ? 'The sign-in was ended in the browser. Start it again when you are ready.'
          : `The sign-in page answered "${error.error}". Try again; if it stays so, tell whoever runs the server.`,
    })
  }
  if (error instanceof oidc.ResponseBodyError) {
    if (error.status >= 500) return problem('unavailable')
    if (error.status === 429) return problem('rate_limited')
    if (error.error === 'invalid_grant') return problem('unauthenticated')
    return problem('sign_in_failed', { detail: `The server refused the sign-in ("${error.error}").` })
  }
  const status = error instanceof oidc.ClientError ? statusIn(error.cause) : null
  if (status !== null) return status >= 500 ? problem('unavailable') : problem('not_gatehouse')
  if (
    error instanceof oidc.ClientError &&
    error.code?.startsWith('OAUTH_') &&
    !(error.cause instanceof TypeError)
  ) {
    return error.code === 'OAUTH_TIMEOUT'
      ? problem('offline', { detail: 'The server did not answer in time.' })
      : problem('sign_in_failed', {
          detail: `The answer of the sign-in could not be trusted (${error.code}). Try again.`,
        })
  }
  return problem('offline', {
    detail: `The server that signs you in could not be reached (${reasonOf(error)}).`,
  })
}

function statusIn(cause: unknown): number | null {
  return cause instanceof Response ? cause.status : null
}
