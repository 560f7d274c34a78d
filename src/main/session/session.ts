import { fail, ok, type Problem, problem, type Result } from '@gatehouse/contract'
import type { ServerInfo, SessionState } from '../../ipc/views.ts'
import { createApiClient } from '../api-client/client.ts'
import type { Keychain } from '../ports.ts'
import { noProgress } from '../sync/progress.ts'
import { discover, infoOf, type Server } from './discovery.ts'
import { createIssuer, type TokenSet } from './issuer.ts'
import type { ReplicaFiles } from './replica-files.ts'
import { type SignedIn, type SignIn, startSignIn } from './sign-in.ts'
import type { Kept, Vault } from './vault.ts'
import { openWorkspace, type Workspace, type WorkspaceDeps, type WorkspaceEvents } from './workspace.ts'

export interface SessionDeps extends WorkspaceDeps {
  keychain: Keychain
  /** Remembered between starts. */
  servers: { last(): Server | null; remember(server: Server | null): void }
  /** Offered at the first start, and connected to. */
  suggestion: string | null
  /** Something that went wrong before the session began and that the user should know. */
  startProblem: Problem | null
  vaultOf(server: Server): Vault
  filesOf(server: Server, kept: Kept): ReplicaFiles
  openBrowser(url: URL): Promise<void>
  /** Preferences that speak of the accounts of whoever signed out. */
  forgetPerson(): void
  on: Pick<WorkspaceEvents, 'changed' | 'status'> & { state(state: SessionState): void; signedIn(): void }
}

export interface InvitationForSignIn {
  token: string
  /** Where the invitation belongs; null when its link doesn't say. */
  server: string | null
}

type Done = Result<Record<string, never>>
const done: Done = ok({})

export interface Session {
  start(): Promise<void>
  state(): SessionState
  connect(address: string): Promise<Result<ServerInfo>>
  forgetServer(): Promise<Done>
  signIn(options: { anotherLogin: boolean; invitation: InvitationForSignIn | null }): Promise<Done>
  cancelSignIn(): void
  signOut(options: { discardUnsent: boolean }): Promise<Done>
  server(): Server | null
  /** Problem `unauthenticated` while nobody is signed in. */
  workspace(): Result<Workspace>
  stop(): Promise<void>
}

/** From "which server?" to "at work": the one owner of who is signed in where. */
export function createSession(deps: SessionDeps): Session {
  let starting = true
  let server: Server | null = null
  let workspace: Workspace | null = null
  /** Signed in, though the local copy may not have opened. */
  let kept: Kept | null = null
  let trouble: Problem | null = deps.startProblem
  let signingIn: { flow: SignIn | null; done: Promise<Done>; cancelled: boolean } | null = null

  function state(): SessionState {
    if (starting) return { state: 'starting' }
    if (!server) return { state: 'no-server', suggestion: deps.suggestion, problem: trouble }
    const info = infoOf(server)
    if (!kept) {
      return { state: 'signed-out', server: info, signingIn: signingIn !== null, problem: trouble }
    }
    const principal = workspace?.principal() ?? kept.principal
    if (!workspace)
      return { state: 'loading', server: info, principal, progress: noProgress, problem: trouble }
    const loading = workspace.loading()
    if (loading) return { state: 'loading', server: info, principal, ...loading }
    return { state: 'signed-in', server: info, principal }
  }
  const tell = (): void => deps.on.state(state())

  const vaults = new Map<string, Vault>()
  /** One for each server, as it is what puts writing and clearing in order. */
  function vaultOf(at: Server): Vault {
    const vault = vaults.get(at.address) ?? deps.vaultOf(at)
    vaults.set(at.address, vault)
    return vault
  }

  async function connect(address: string): Promise<Result<ServerInfo>> {
    const found = await discover(address, deps.fetch)
    if (!found.ok) return found
    if (kept) return fail(problem('validation', { detail: 'Sign out before you choose another server.' }))
    await settleAt(found.value)
    return ok(infoOf(found.value))
  }

  /** The server is known: whoever signed in there before is signed in again. */
  async function settleAt(at: Server): Promise<void> {
    server = at
    trouble = null
    deps.servers.remember(at)
    const loaded = await vaultOf(at).load()
    if (!loaded.ok) trouble = loaded.error
    else if (loaded.value) await open(at, loaded.value)
    tell()
  }

  async function open(at: Server, who: Kept, fresh: TokenSet | null = null): Promise<Result<Workspace>> {
    kept = who
    const opened = await openWorkspace(
      deps,
      { ...deps.on, moved: tell, crashed: () => void reopen() },
      { server: at, kept: who, fresh, vault: vaultOf(at), files: deps.filesOf(at, who) },
    )
    workspace = opened.ok ? opened.value : null
    trouble = opened.ok ? null : opened.error
    return opened
  }

  let reopened = 0
  /** The replica's thread died under us: what it had committed is on disk, so open it again. */
  async function reopen(): Promise<void> {
    const old = workspace
    if (!old || !server) return
    deps.log.error('the replica ended unexpectedly')
    workspace = null
    await old.close().catch(() => {})
    const again = await vaultOf(server).load()
    const now = deps.clock.now().getTime()
    if (!again.ok || !again.value || now - reopened < 60_000) {
      trouble = problem('replica_unavailable', { detail: 'Start Gatehouse again to go on.' })
    } else {
      reopened = now
      await open(server, again.value)
    }
    tell()
  }

  async function refuseUnsent(discardUnsent: boolean): Promise<Problem | null> {
    const count = workspace && !discardUnsent ? await workspace.unsent() : 0
    if (count === 0) return null
    const changes = count === 1 ? '1 change was' : `${count} changes were`
    return problem('validation', {
      detail: `${changes} not sent to the server yet and would be lost. Send or discard them first.`,
    })
  }

  /** Ends the workspace and leaves nothing of it on this computer. */
  async function wipe(): Promise<void> {
    const [old, who, at] = [workspace, kept, server]
    workspace = null
    kept = null
    if (!who || !at) return
    const issuer = old?.issuer ?? createIssuer(at, deps.fetch)
    const newest = old ? old.tokens.end() : Promise.resolve(who.refreshToken)
    await old?.close()
    // Without a connection a refresh under way takes long to fail, and nobody has to wait for it to be signed out.
    void newest.then((refreshToken) => issuer.revoke(refreshToken))
    await deps.filesOf(at, who).wipe()
    await vaultOf(at).clear()
    deps.forgetPerson()
  }

  async function signIn(options: Parameters<Session['signIn']>[0]): Promise<Done> {
    if (signingIn) {
      // The browser's page was closed or lost: open it again and wait for the same sign-in.
      const reopened = await signingIn.flow?.reopen()
      return reopened && !reopened.ok ? reopened : signingIn.done
    }
    const run = Promise.withResolvers<Done>()
    const attempt = { flow: null, done: run.promise, cancelled: false }
    signingIn = attempt
    trouble = null
    tell()
    const outcome = await runSignIn(options).catch((error: unknown) => {
      deps.log.error('sign-in failed unexpectedly', { name: error instanceof Error ? error.name : 'unknown' })
      return fail(problem('sign_in_failed'))
    })
    const cancelled = attempt.cancelled
    signingIn = null
    if (!outcome.ok && !kept && !cancelled) trouble = outcome.error
    tell()
    run.resolve(outcome)
    return outcome
  }

  async function runSignIn({ anotherLogin, invitation }: Parameters<Session['signIn']>[0]): Promise<Done> {
    if ((await deps.keychain.protection()) === 'unavailable') return fail(noKeychain)
    const at = await serverFor(invitation)
    if (!at.ok) return at
    const unsent = anotherLogin ? await refuseUnsent(false) : null
    if (unsent) return fail(unsent)
    const issuer = workspace?.issuer ?? createIssuer(at.value, deps.fetch)
    const flow = await startSignIn(
      { issuer, timers: deps.timers, openBrowser: deps.openBrowser },
      {
        anotherLogin,
        invitation: invitation?.token ?? null,
        loginHint: workspace && !anotherLogin ? workspace.principal().email : null,
      },
    )
    if (!flow.ok) return flow
    if (signingIn) signingIn.flow = flow.value
    if (signingIn?.cancelled) flow.value.cancel()
    const outcome = await flow.value.outcome
    if (!outcome.ok) return outcome
    const entered = await enter(at.value, outcome.value)
    outcome.value.finish(entered.ok)
    if (entered.ok) deps.on.signedIn()
    return entered
  }

  async function serverFor(invitation: InvitationForSignIn | null): Promise<Result<Server>> {
    const wanted = invitation?.server ?? null
    if (server && (wanted === null || wanted === server.address)) return ok(server)
    if (wanted === null) {
      return fail(problem('validation', { detail: 'Say first which server you belong to.' }))
    }
    if (kept) return fail(otherServer(wanted))
    const connected = await connect(wanted)
    if (!connected.ok) return connected
    return server ? ok(server) : fail(problem('not_gatehouse'))
  }

  /** The browser came back with tokens: whose are they, and is there work of somebody else in the way? */
  async function enter(at: Server, { tokens }: SignedIn): Promise<Done> {
    const me = await meOf(at, tokens)
    if (!me.ok) return me
    if (tokens.refreshToken === null) {
      return fail(problem('sign_in_failed', { detail: 'The server does not let this app stay signed in.' }))
    }
    const who: Kept = { principal: me.value, refreshToken: tokens.refreshToken }
    const isSame = kept?.principal.userId === me.value.userId
    if (kept && !isSame) {
      const unsent = await refuseUnsent(false)
      if (unsent) {
        void createIssuer(at, deps.fetch).revoke(tokens.refreshToken)
        return fail({ ...unsent, detail: `You signed in as somebody else. ${unsent.detail}` })
      }
      await wipe()
    }
    const saved = await vaultOf(at).save(who)
    if (!saved.ok) return saved
    if (isSame && workspace) {
      kept = who
      workspace.tokens.accept(tokens)
      workspace.engine.signedInAgain()
      return done
    }
    const opened = await open(at, who, tokens)
    return opened.ok ? done : opened
  }

  function meOf(at: Server, tokens: TokenSet) {
    const tokenPort = {
      access: async () => ok(tokens.accessToken),
      renew: async () => fail(problem('unauthenticated')),
    }
    const api = createApiClient({ ...deps, base: at.discovery.api, tokens: tokenPort })
    return api.call('me.get', {})
  }

  return {
    state,
    connect,
    signIn,
    server: () => server,
    workspace: () => (workspace ? ok(workspace) : fail(problem('unauthenticated'))),
    async start() {
      const last = deps.servers.last()
      if (last) {
        await settleAt(last)
        void renewDiscovery(last)
      } else if (deps.suggestion !== null) {
        const connected = await connect(deps.suggestion)
        if (!connected.ok) trouble = connected.error
      }
      starting = false
      tell()
    },
    async forgetServer() {
      if (kept) return fail(problem('validation', { detail: 'Sign out before you choose another server.' }))
      cancelSignIn()
      server = null
      trouble = null
      deps.servers.remember(null)
      tell()
      return done
    },
    cancelSignIn,
    async signOut({ discardUnsent }) {
      const unsent = await refuseUnsent(discardUnsent)
      if (unsent) return fail(unsent)
      await wipe()
      trouble = null
      tell()
      return done
    },
    async stop() {
      cancelSignIn()
      await workspace?.close()
    },
  }

  function cancelSignIn(): void {
    if (!signingIn) return
    signingIn.cancelled = true
    signingIn.flow?.cancel()
  }

  /** Addresses and policies may have changed since; the next start goes by what is found now. */
  async function renewDiscovery(known: Server): Promise<void> {
    const found = await discover(known.address, deps.fetch)
    if (found.ok && server?.address === known.address) deps.servers.remember(found.value)
  }
}

const noKeychain = problem('keychain_unavailable', {
  detail:
    'Gatehouse keeps your sign-in and its copy of your accounts under a key that this keychain guards. Unlock it, or set up a password store, then try again.',
})

export function otherServer(address: string): Problem {
  return problem('validation', {
    detail: `This belongs to the server ${address}, and you are signed in at another one. Sign out first to go there.`,
  })
}
