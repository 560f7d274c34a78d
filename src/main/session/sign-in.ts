import { fail, ok, problem, type Result } from '@gatehouse/contract'
import { randomNonce, randomPKCECodeVerifier, randomState } from 'openid-client'
import { refusalWords } from '../../strings/native.ts'
import type { Timers } from '../ports.ts'
import type { AuthorizationRequest, Issuer, TokenSet } from './issuer.ts'
import { type Arrival, listenForReturn } from './loopback.ts'

export const signInTimeoutMs = 10 * 60_000

export interface SignInOptions {
  anotherLogin: boolean
  loginHint: string | null
  invitation: string | null
}

export interface SignIn {
  /** How it ended, either way. */
  outcome: Promise<Result<SignedIn>>
  /** Opens the browser again, for whoever closed the page. */
  reopen(): Promise<Result<void>>
  cancel(): void
}

export interface SignedIn {
  tokens: TokenSet
  /** Lets go of the browser, which waits for what to show. Once. */
  finish(worked: boolean): void
}

export interface SignInDeps {
  issuer: Issuer
  timers: Timers
  openBrowser(url: URL): Promise<void>
}

/**
 * One sign-in by the system browser: authorization code with PKCE, back over a loopback address. It ends by the
 * browser coming back, by `cancel`, or after ten minutes.
 */
export async function startSignIn(deps: SignInDeps, options: SignInOptions): Promise<Result<SignIn>> {
  const state = randomState()
  const loopback = await listenForReturn(state)
  const request: AuthorizationRequest = {
    redirectUri: loopback.redirectUri,
    state,
    nonce: randomNonce(),
    verifier: randomPKCECodeVerifier(),
    ...options,
  }
  const ended = Promise.withResolvers<Result<Arrival>>()
  const stopTimer = deps.timers.after(signInTimeoutMs, () =>
    ended.resolve(
      fail(
        problem('sign_in_failed', {
          detail: refusalWords.signInTimeout,
        }),
      ),
    ),
  )
  loopback.arrival.then((arrival) => ended.resolve(ok(arrival)))

  // A pushed request is good for one use and a short time, so opening again pushes another with the same state.
  async function open(): Promise<Result<void>> {
    const url = await deps.issuer.authorizationUrl(request)
    if (!url.ok) return url
    await deps.openBrowser(url.value)
    return ok(undefined)
  }

  async function finished(): Promise<Result<SignedIn>> {
    const arrival = await ended.promise
    stopTimer()
    loopback.close()
    if (!arrival.ok) return arrival
    const tokens = await deps.issuer.redeem(arrival.value.url, request)
    if (!tokens.ok) {
      arrival.value.answer(arrival.value.url.searchParams.has('error') ? 'cancelled' : 'failed')
      const { code } = tokens.error
      return code === 'unauthenticated'
        ? fail(
            problem('sign_in_failed', {
              detail: refusalWords.signInStale,
            }),
          )
        : tokens
    }
    return ok({
      tokens: tokens.value,
      finish: (worked) => arrival.value.answer(worked ? 'signed-in' : 'failed'),
    })
  }

  const outcome = finished()
  const cancel = (): void =>
    ended.resolve(fail(problem('sign_in_failed', { detail: refusalWords.cancelled })))
  const opened = await open()
  if (!opened.ok) {
    cancel()
    await outcome
    return opened
  }
  return ok({ outcome, reopen: open, cancel })
}
