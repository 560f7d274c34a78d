import { fail, type Principal, problem, type Result } from '@gatehouse/contract'
import { createApiClient } from '../api-client/client.ts'
import type { Clock, Fetch, Keychain, Logger, Timers } from '../ports.ts'
import type { Server } from './discovery.ts'
import { createIssuer, type TokenSet } from './issuer.ts'
import { givenUp, noKeychain } from './refusals.ts'
import { type SignedIn, type SignIn, startSignIn } from './sign-in.ts'

export interface EntranceDeps {
  fetch: Fetch
  device: string
  clock: Clock
  timers: Timers
  log: Logger
  keychain: Keychain
  openBrowser(url: URL): Promise<void>
}

export interface EntranceRequest {
  server: Server
  /** Ask for the credentials even where the browser is signed in. */
  anotherLogin: boolean
  loginHint: string | null
  /** Token of an invitation. */
  invitation: string | null
}

/** Somebody came back from the browser. */
export interface Arrived {
  server: Server
  principal: Principal
  tokens: TokenSet
  refreshToken: string
}

export interface Entrance {
  /**
   * One sign-in by the system browser at a time. Asked again for the same, it opens the browser again and waits for the
   * same end; asked for another, it gives the first one up. `enter` decides what becomes of whoever comes back.
   */
  pass<T>(request: EntranceRequest, enter: (arrived: Arrived) => Promise<Result<T>>): Promise<Result<T>>
  isWaiting(): boolean
  cancel(): void
}

interface Attempt {
  key: string
  flow: SignIn | null
  isCancelled: boolean
  done: Promise<Result<unknown>>
}

/** The only door in: tokens, then whose they are. `moved` is told when waiting begins and ends. */
export function createEntrance(deps: EntranceDeps, moved: () => void): Entrance {
  let attempt: Attempt | null = null

  function cancel(): void {
    if (!attempt) return
    attempt.isCancelled = true
    attempt.flow?.cancel()
  }

  async function run<T>(
    mine: Attempt,
    request: EntranceRequest,
    enter: (arrived: Arrived) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    if ((await deps.keychain.protection()) === 'unavailable') return fail(noKeychain)
    const { server, ...options } = request
    const issuer = createIssuer(server, deps.fetch)
    const flow = await startSignIn({ ...deps, issuer }, options)
    if (!flow.ok) return flow
    mine.flow = flow.value
    if (mine.isCancelled) flow.value.cancel()
    const outcome = await flow.value.outcome
    if (!outcome.ok) return outcome
    const entered = await arrive(server, outcome.value, enter)
    outcome.value.finish(entered.ok)
    return entered
  }

  async function arrive<T>(
    server: Server,
    { tokens }: SignedIn,
    enter: (arrived: Arrived) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    const me = await meOf(server, tokens)
    if (!me.ok) return me
    const { refreshToken } = tokens
    if (refreshToken === null) {
      return fail(problem('sign_in_failed', { detail: 'The server does not let this app stay signed in.' }))
    }
    return enter({ server, principal: me.value, tokens, refreshToken })
  }

  function meOf(server: Server, tokens: TokenSet): Promise<Result<Principal>> {
    const tokenPort = {
      access: async () => ({ ok: true, value: tokens.accessToken }) as const,
      renew: async () => fail(problem('unauthenticated')),
    }
    return createApiClient({ ...deps, base: server.discovery.api, tokens: tokenPort }).call('me.get', {})
  }

  async function pass<T>(
    request: EntranceRequest,
    enter: (arrived: Arrived) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    const { server, anotherLogin, invitation } = request
    const key = JSON.stringify([server.address, anotherLogin, invitation])
    while (attempt) {
      if (attempt.key === key && !attempt.isCancelled) {
        // The browser's page was closed or lost: open it again and wait for the same sign-in.
        const same = attempt
        const reopened = await same.flow?.reopen()
        return reopened && !reopened.ok ? reopened : (same.done as Promise<Result<T>>)
      }
      cancel()
      await attempt.done
    }
    const end = Promise.withResolvers<Result<unknown>>()
    const mine: Attempt = { key, flow: null, isCancelled: false, done: end.promise }
    attempt = mine
    moved()
    const ended = await run(mine, request, enter).catch((error: unknown) => {
      deps.log.error('sign-in failed unexpectedly', { name: error instanceof Error ? error.name : 'unknown' })
      return fail(problem('sign_in_failed'))
    })
    const outcome = mine.isCancelled && !ended.ok ? fail(givenUp) : ended
    attempt = null
    end.resolve(outcome)
    moved()
    return outcome
  }

  return { pass, cancel, isWaiting: () => attempt !== null }
}
