import {
  type AccountId,
  fail,
  type Intent,
  type MutationId,
  mutationIdSchema,
  ok,
  type Principal,
  type Problem,
  type Result,
} from '@gatehouse/contract'
import { v7 } from 'uuid'
import type { AccountLabel, BootstrapProgress, SavedSearch, SyncStatus } from '../../ipc/views.ts'
import type { Replica, Touched } from '../../replica/port.ts'
import type { TagChange } from '../../replica/repositories/labels.ts'
import { type ApiClient, createApiClient } from '../api-client/client.ts'
import { errorFacts } from '../error-facts.ts'
import type { Clock, Fetch, Logger, Random, Timers } from '../ports.ts'
import { progressOf } from '../sync/progress.ts'
import { createSyncEngine, type SyncEngine } from '../sync/sync-engine.ts'
import { type Batches, createBatches } from './batches.ts'
import type { Server } from './discovery.ts'
import { startFileCheck } from './file-check.ts'
import { createIssuer, type Issuer, type TokenSet } from './issuer.ts'
import { endOf, freshCopy, openReplica } from './open-replica.ts'
import type { ReplicaFiles } from './replica-files.ts'
import { createReviews, type Reviews } from './reviews.ts'
import { createTokens, type Tokens } from './tokens.ts'
import type { Kept, Vault } from './vault.ts'

export interface WorkspaceDeps {
  fetch: Fetch
  device: string
  clock: Clock
  timers: Timers
  random: Random
  log: Logger
  startReplica(onCrash: (error: Error) => void, onUnusable: (problem: Problem) => void): Replica
  wantedFirst(): string[]
  /** Until then nothing is sent, fetched or written that nobody asked for: a start is under way. */
  calm: Promise<void>
}

export interface WorkspaceEvents {
  /** Rows changed: by a command of the user, or by sync. */
  changed(touched: Touched, by: 'user' | 'sync'): void
  status(status: SyncStatus): void
  /** The principal, the progress or the problem is another one. */
  moved(): void
  crashed(): void
  /** Names of accounts that the principal may no longer see. */
  accessEnded(accountNames: string[]): void
}

/** Everything that belongs to one signed-in principal at one server: the replica, the loops, the tokens. */
export interface Workspace {
  server: Server
  issuer: Issuer
  tokens: Tokens
  api: ApiClient
  engine: SyncEngine
  replica: Replica
  principal(): Principal
  /** Keeps more about the login beside its tokens, over restarts. */
  remember(changes: Pick<Kept, 'seenAt'> | Pick<Kept, 'server'>): Promise<void>
  /** Null when everything was fetched once. */
  loading(): { progress: BootstrapProgress; problem: Problem | null } | null
  /** `hold`: not sent for as long as "Undo" is offered, because no other change takes it back. */
  mutate(intent: Intent, options?: { hold?: boolean }): Promise<Result<{ mutationId: MutationId }>>
  /** Changes that are made together. */
  batches: Batches
  /** Access reviews: what no ordinary change is. */
  reviews: Reviews
  undo(mutationId: MutationId): Promise<Result<{ undone: boolean; also: number }>>
  retry(mutationId: MutationId): Promise<Result<Record<string, never>>>
  discard(mutationId: MutationId, dependents?: 'release' | 'discard'): Promise<Result<Record<string, never>>>
  resolve(mutationId: MutationId, take: 'mine' | 'theirs'): Promise<Result<Record<string, never>>>
  edit(mutationId: MutationId, intent: Intent): Promise<Result<{ mutationId: MutationId }>>
  /** The user's own words for an account; they never leave this machine. */
  label(accountId: AccountId, label: AccountLabel): Promise<Result<Record<string, never>>>
  /** As `label`, for tags of many accounts at once. */
  tag(accountIds: readonly AccountId[], tags: TagChange): Promise<Result<{ changed: number }>>
  /** The user leaves an account's screens. */
  noteVisit(accountId: AccountId): Promise<Result<Record<string, never>>>
  /** Whether an account's rows are on this computer; kept again, they are fetched as soon as there is contact. */
  keep(accountId: AccountId, kept: boolean): Promise<Result<Record<string, never>>>
  /** The user has seen these notifications; null: all that are here. */
  markRead(ids: readonly string[] | null): Promise<void>
  /** Searches that the user gave a name, in place of those before. */
  keepSearches(searches: readonly SavedSearch[]): Promise<Result<Record<string, never>>>
  /** The user has seen what became of a copy that could not be used any more. */
  forgetRecovery(): Promise<Result<Record<string, never>>>
  /** The next opening begins a fresh copy; what the user chose comes along, and so does what waits unless said. */
  condemnCopy(options: { discardUnsent: boolean }): Promise<Result<Record<string, never>>>
  /** Changes that the server doesn't have: waiting, on their way, held or refused. */
  unsent(): Promise<number>
  close(): Promise<void>
}

export function newMutationId(now: Date): MutationId {
  return mutationIdSchema.parse(v7({ msecs: now.getTime() }))
}

export interface WorkspaceOf {
  server: Server
  kept: Kept
  /** Tokens of a sign-in that was just made; without them the kept one is renewed at the first contact. */
  fresh: TokenSet | null
  /** The newest refresh token, once the workspace of this login that was closed last has ended its renewal. */
  before?: Promise<string> | null
  vault: Vault
  files: ReplicaFiles
}

/** Opens the local copy and starts to sync. Works without a connection when there is a copy. */
export async function openWorkspace(
  deps: WorkspaceDeps,
  on: WorkspaceEvents,
  { server, kept: loaded, fresh, before, vault, files }: WorkspaceOf,
): Promise<Result<Workspace>> {
  const { clock, log } = deps
  const opened = await openReplica(deps, on, files)
  if (!opened.ok) return opened
  const { state, lost } = opened.value
  const fileCheck = startFileCheck(deps, opened.value.replica)
  const { replica } = fileCheck

  let kept = loaded
  let loading =
    state.cursor === null ? { progress: progressOf(state), problem: lost ? freshCopy : null } : null
  let toldAt = 0
  let closing: Promise<void> | null = null
  let lastKept: Promise<unknown> = Promise.resolve()

  /** Into the vault, with whatever else is known of the login now. */
  function keep(changes: Partial<Kept>): Promise<Result<void>> {
    kept = { ...kept, ...changes }
    const saved = vault.save(kept)
    lastKept = saved
    return saved
  }

  const issuer = createIssuer(server, deps.fetch)
  const tokens = createTokens(
    {
      issuer,
      clock,
      log,
      keep: (refreshToken) => keep({ refreshToken }),
      onSignInNeeded: () => engine.signInNeeded(),
    },
    kept.refreshToken,
    before,
  )
  if (fresh) tokens.accept(fresh)
  const api = createApiClient({
    base: server.discovery.api,
    fetch: deps.fetch,
    tokens,
    device: deps.device,
    clock,
  })
  const engine = createSyncEngine({
    ...deps,
    replica,
    api,
    on: {
      changed(touched) {
        on.changed(touched, 'sync')
        if (touched.tables.includes('review')) reviews.lookAgain()
      },
      status: on.status,
      accessEnded: on.accessEnded,
      progress(progress) {
        const wasUsable = loading?.progress.usable
        loading = progress === null ? null : { progress, problem: loading?.problem ?? null }
        const now = clock.now().getTime()
        if (progress !== null && progress.usable === wasUsable && now - toldAt < progressEveryMs) return
        toldAt = now
        on.moved()
      },
      bootstrapProblem(why) {
        if (loading) loading = { ...loading, problem: why }
        on.moved()
      },
      principal(row) {
        void keep({ principal: row, refreshToken: tokens.refreshToken() })
        on.moved()
      },
    },
  })

  /** A request without an answer may take long to give up, and a closed lock must not wait for it. */
  async function stopped(): Promise<void> {
    const patience = Promise.withResolvers<void>()
    const callOff = deps.timers.after(patienceMs, patience.resolve)
    void tokens.close()
    await Promise.race([engine.stop(), patience.promise])
    callOff()
  }

  /** Shown at once; that it is being sent shows by itself. */
  function shown(touched: Touched): void {
    on.changed(touched, 'user')
    engine.outboxChanged()
  }

  const reviews = createReviews({
    ...deps,
    replica,
    api,
    newId: newMutationId,
    shown,
    changed: (touched) => on.changed(touched, 'user'),
  })

  try {
    await engine.start()
  } catch (error) {
    log.error('the local copy ended while it was opened', errorFacts(error))
    fileCheck.stop()
    reviews.stop()
    await replica.close()
    return fail(endOf(error))
  }
  void deps.calm.then(() => closing || reviews.lookAgain())
  return ok({
    server,
    issuer,
    tokens,
    api,
    engine,
    replica,
    principal: () => kept.principal,
    async remember(changes) {
      // Until then the newest refresh token isn't known here, and an older one must not be written over it.
      const newest = before ? await before : null
      if (closing) return
      const held = tokens.refreshToken()
      const isSpent = newest !== null && held === loaded.refreshToken
      await keep({ ...changes, refreshToken: isSpent ? newest : held })
    },
    loading: () => loading,
    async mutate(intent, { hold = false } = {}) {
      const now = clock.now()
      const mutationId = newMutationId(now)
      if (hold) engine.hold(mutationId)
      const queued = await replica.enqueue(mutationId, intent, now)
      if (!queued.ok) return queued
      shown(queued.value)
      return ok({ mutationId })
    },
    batches: createBatches({ replica, clock, newId: newMutationId, hold: engine.hold, shown }),
    reviews,
    async undo(mutationId) {
      const { undone, also, touched } = await replica.undo(mutationId, clock.now())
      if (undone) shown(touched)
      return ok({ undone, also })
    },
    async retry(mutationId) {
      shown(await replica.retry(mutationId, newMutationId(clock.now()), clock.now()))
      return ok({})
    },
    async discard(mutationId, dependents = 'release') {
      shown(await replica.discard(mutationId, dependents, clock.now()))
      return ok({})
    },
    async resolve(mutationId, take) {
      const now = clock.now()
      shown(await replica.resolve(mutationId, newMutationId(now), take, now))
      return ok({})
    },
    async edit(mutationId, intent) {
      const now = clock.now()
      const newId = newMutationId(now)
      const edited = await replica.editQueued(mutationId, newId, intent, now)
      if (!edited.ok) return edited
      shown(edited.value)
      return ok({ mutationId: newId })
    },
    async label(accountId, label) {
      const labelled = await replica.label(accountId, label)
      if (!labelled.ok) return labelled
      on.changed(labelled.value, 'user')
      return ok({})
    },
    async tag(accountIds, tags) {
      const tagged = await replica.tag(accountIds, tags)
      if (!tagged.ok) return tagged
      on.changed(tagged.value.touched, 'user')
      return ok({ changed: tagged.value.changed })
    },
    async noteVisit(accountId) {
      const noted = await replica.noteVisit(accountId, clock.now())
      if (!noted.ok) return noted
      on.changed(noted.value, 'user')
      return ok({})
    },
    async keep(accountId, kept) {
      const done = await replica.keep(accountId, kept)
      if (!done.ok) return done
      shown(done.value)
      if (kept) void engine.now()
      return ok({})
    },
    async markRead(ids) {
      on.changed(await replica.markRead(ids), 'user')
    },
    async keepSearches(searches) {
      const done = await replica.keepSearches(searches)
      return done.ok ? ok({}) : done
    },
    async forgetRecovery() {
      const done = await replica.forgetRecovery()
      if (!done.ok) return done
      on.changed(done.value, 'user')
      return ok({})
    },
    async condemnCopy({ discardUnsent }) {
      const forgotten = discardUnsent ? await replica.forgetQueue() : ok(null)
      if (!forgotten.ok) return forgotten
      return files.condemn('wiped')
    },
    async unsent() {
      const items = await replica.read('outbox.list', {}, clock.now())
      if (items.ok) return items.value.filter(({ state }) => state !== 'sent').length
      // It can't be looked at just then, which is no reason to take it for empty.
      const { waiting, attention } = engine.status()
      return waiting + attention
    },
    close() {
      fileCheck.stop()
      reviews.stop()
      closing ??= stopped()
        .then(() => replica.close())
        .then(() => lastKept)
        .then(() => {})
      return closing
    },
  })
}

/** How long the loops have to end in good order. */
const patienceMs = 1000

/** How often the progress of a first sync is told. */
const progressEveryMs = 100
