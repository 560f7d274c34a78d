import { fail, ok, type Problem, problem, type Result } from '@gatehouse/contract'
import * as oidc from 'openid-client'
import { reasonOf } from '../api-client/answers.ts'
import { type Clock, type Fetch, systemClock } from '../ports.ts'
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
  /** Problems: `unauthenticated` when the issuer says that the grant is over; any other says nothing of it. */
  refresh(refreshToken: string): Promise<Result<TokenSet>>
  /** Best effort: a revocation that fails changes nothing for whoever signs out. */
  revoke(refreshToken: string): Promise<void>
}

export function createIssuer({ discovery }: Server, fetch: Fetch, clock: Clock = systemClock): Issuer {
  let known: oidc.Configuration | null = null

  async function configuration(): Promise<Result<oidc.Configuration>> {
    if (known) return ok(known)
    const issuer = new URL(discovery.issuer)
    // Times in what the issuer signs are its own, and the clock here may be wrong by hours.
    const metadata: { [oidc.clockSkew]?: number } = {}
    try {
      known = await oidc.discovery(issuer, discovery.clientId, metadata, oidc.None(), {
        [oidc.customFetch]: async (url, options) => {
          const response = await fetch(url, options as RequestInit)
          metadata[oidc.clockSkew] = secondsAhead(response, clock)
          return response
        },
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
    async refresh(refreshToken) {
      const renewed = await granted((config) => oidc.refreshTokenGrant(untimed(config), refreshToken))
      return renewed.ok ? renewed : fail(refusalOfRefresh(renewed.error))
    },
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

/**
 * What a refusal says of the grant: only the issuer's own clear word ends it. Whatever else came - an answer that can't
 * be read, that of another program in between, an error that OAuth doesn't know - is tried again.
 */
function refusalOfRefresh(refusal: Problem): Problem {
  if (refusal.code !== 'sign_in_failed') return refusal
  return problem('unavailable', {
    detail:
      'The server that signs you in gave an answer that makes no sense. Your sign-in is kept and renewed later.',
  })
}

/**
 * For a renewal, of whose identity token nothing is used: it is not to fail, and with it the spent token, because the
 * clock here was set since.
 */
function untimed(config: oidc.Configuration): oidc.Configuration {
  const { fetch, timeout } = { fetch: config[oidc.customFetch], timeout: config.timeout }
  const metadata = { [oidc.clockTolerance]: centurySeconds }
  const { client_id: clientId } = config.clientMetadata()
  const server = config.serverMetadata()
  const copy = new oidc.Configuration(server, clientId, metadata, oidc.None())
  if (fetch) copy[oidc.customFetch] = fetch
  copy.timeout = timeout
  if (isLoopback(new URL(server.issuer).hostname)) oidc.allowInsecureRequests(copy)
  return copy
}

const centurySeconds = 100 * 365 * 86_400

/** By how many seconds the clock of whoever answered is ahead of ours; what its answer needed is in it too. */
function secondsAhead(response: Response, clock: Clock): number {
  const theirs = Date.parse(response.headers.get('date') ?? '')
  return Number.isFinite(theirs) ? Math.round((theirs - clock.now().getTime()) / 1000) : 0
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
    if (error.error === 'invalid_grant' || error.status === 401) return problem('unauthenticated')
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
    detail: `The server that signs you in could not be reached (${reasonOf(error)}). Check your connection, then try again.`,
  })
}

function statusIn(cause: unknown): number | null {
  return cause instanceof Response ? cause.status : null
}
