import { fail, ok, problem, type Result } from '@gatehouse/contract'
import type { TokenPort } from '../api-client/client.ts'
import type { Clock, Logger } from '../ports.ts'
import type { Issuer, TokenSet } from './issuer.ts'

/** An access token is renewed this long before its end, so that it doesn't end on its way. */
const marginMs = 20_000

export interface TokensDeps {
  issuer: Issuer
  clock: Clock
  log: Logger
  /** Writes the rotated refresh token to disk. */
  keep(refreshToken: string): Promise<Result<void>>
  /** The grant is over: everything stays, and the user has to sign in again. Said once. */
  onSignInNeeded(): void
}

export interface Tokens extends TokenPort {
  /** After a sign-in. */
  accept(tokens: TokenSet): void
  refreshToken(): string
  signInNeeded(): boolean
  /**
   * Signed out: from now on nothing is asked for or kept. Answers the newest refresh token, which is to be revoked,
   * once a refresh that is under way has ended.
   */
  end(): Promise<string>
  /**
   * Locked or left: nothing more is asked for, and the access token is dropped. A refresh that is under way still ends
   * and is kept, as the token it uses is spent. Answers the newest refresh token then.
   */
  close(): Promise<string>
}

/**
 * Holds the access token, in memory alone. One refresh runs at a time and everybody who asks meanwhile gets its
 * answer; a rotated refresh token is on disk before the access token that came with it is used, as the old one is
 * spent.
 */
export function createTokens(
  deps: TokensDeps,
  startWith: string,
  /** Ends with the newest refresh token, where one who held it before may still be renewing it. */
  before: Promise<string> | null = null,
): Tokens {
  let refreshToken = startWith
  let current: { token: string; endsAt: number } | null = null
  let refreshing: Promise<Result<string>> | null = null
  let over = false
  let ended = false
  let closed = false
  let predecessor = before

  function take(tokens: TokenSet): void {
    const lifeMs = (tokens.expiresIn ?? 3600) * 1000
    current = { token: tokens.accessToken, endsAt: deps.clock.now().getTime() + lifeMs }
    refreshToken = tokens.refreshToken ?? refreshToken
  }

  /** Also where nothing is to be renewed any more: whoever comes next must not be given the spent one. */
  async function inherit(): Promise<void> {
    const from = predecessor
    if (!from) return
    const newest = await from
    if (predecessor !== from) return
    predecessor = null
    refreshToken = newest
  }

  async function refresh(): Promise<Result<string>> {
    if (over || closed) return fail(problem('unauthenticated'))
    if (predecessor) {
      await inherit()
      // Signed in anew while it was waited for.
      if (current) return ok(current.token)
      if (over || closed) return fail(problem('unauthenticated'))
    }
    const used = refreshToken
    const answer = await deps.issuer.refresh(used)
    // Signed in anew meanwhile: that answer is of yesterday.
    if (used !== refreshToken && current) return ok(current.token)
    if (ended) {
      if (answer.ok) refreshToken = answer.value.refreshToken ?? refreshToken
      return fail(problem('unauthenticated'))
    }
    if (!answer.ok) {
      // Anything else says nothing of the grant: it is kept, and tried again.
      if (answer.error.code !== 'unauthenticated') return answer
      over = true
      current = null
      deps.log.warn('the sign-in is over, another is needed')
      deps.onSignInNeeded()
      return fail(problem('unauthenticated'))
    }
    if (answer.value.refreshToken !== null) {
      // Known before it is on disk: whoever else writes to the vault meanwhile must not write the spent one.
      refreshToken = answer.value.refreshToken
      const kept = await deps.keep(answer.value.refreshToken)
      if (!kept.ok) deps.log.error('the renewed sign-in could not be kept', { code: kept.error.code })
    }
    if (ended || closed) return fail(problem('unauthenticated'))
    // Signed in anew while it was being kept.
    if (refreshToken !== (answer.value.refreshToken ?? used) && current) return ok(current.token)
    take(answer.value)
    return ok(answer.value.accessToken)
  }

  function refreshOnce(): Promise<Result<string>> {
    refreshing ??= refresh().finally(() => {
      refreshing = null
    })
    return refreshing
  }

  return {
    async access() {
      if (current && current.endsAt - marginMs > deps.clock.now().getTime()) return ok(current.token)
      return refreshOnce()
    },
    async renew(refused) {
      if (current && current.token !== refused) return ok(current.token)
      return refreshOnce()
    },
    accept(tokens) {
      predecessor = null
      take(tokens)
      over = false
    },
    refreshToken: () => refreshToken,
    signInNeeded: () => over,
    async end() {
      ended = true
      over = true
      current = null
      await refreshing?.catch(() => {})
      await inherit()
      return refreshToken
    },
    async close() {
      closed = true
      current = null
      await refreshing?.catch(() => {})
      await inherit()
      return refreshToken
    },
  }
}
