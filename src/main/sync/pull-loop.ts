import { type AccountId, fail, ok, problem, type Result } from '@gatehouse/contract'
import type { ReplicaState } from '../../replica/port.ts'
import { bootstrap } from './bootstrap.ts'
import type { SyncDeps } from './ports.ts'
import { progressOf } from './progress.ts'

/** Characters; an account of 100,000 users has about half of it. */
const longestSnapshot = 128 * 1024 * 1024

export interface PullLoop {
  /** Brings the replica up to what the server has. One at a time, by the engine. */
  pull(signal: AbortSignal): Promise<Result<void>>
  /** The next pull asks for the own invitations again. */
  invitationsDue(): void
  /** Ends the bootstrap that is under way, and holds it until `goOnLoading`, over restarts too. */
  stopLoading(): Promise<void>
  goOnLoading(): Promise<void>
}

export interface PullHooks {
  /** Rows are known to be on their way, so the pill may say so. */
  busy(): void
}

/**
 * Bootstrap where there is no cursor; pages until there are no more, then snapshots, then own invitations. While the
 * user has stopped the bootstrap, pages keep the accounts that are here up to date, and take away what was revoked.
 */
export function createPullLoop(deps: SyncDeps, hooks: PullHooks): PullLoop {
  const { replica, api, clock, on, log } = deps
  let invitationsDue = true
  let loading: AbortController | null = null

  async function pages(cursor: string, signal: AbortSignal): Promise<Result<void>> {
    let at = cursor
    for (;;) {
      if (signal.aborted) return fail(problem('offline'))
      const page = await api.text('sync.changes', { query: { cursor: at } }, { signal })
      if (!page.ok) return page
      const applied = await replica.applyPage(page.value, clock.now())
      if (!applied.ok) return applied
      const { touched, principal, accessEnded, cursor: next, more } = applied.value
      invitationsDue ||= applied.value.myInvitationsDue
      if (touched.tables.length > 0) on.changed(touched)
      if (principal) on.principal(principal)
      if (accessEnded.length > 0) on.accessEnded(accessEnded)
      if (!more) return ok(undefined)
      hooks.busy()
      at = next
    }
  }

  /** Accounts that were given, or in which other rows may be read now. */
  async function snapshots(signal: AbortSignal): Promise<Result<void>> {
    const { snapshotsDue } = await replica.state()
    if (snapshotsDue.length > 0) hooks.busy()
    for (const accountId of snapshotsDue) {
      const done = await snapshot(accountId, signal)
      if (!done.ok) return done
    }
    return ok(undefined)
  }

  async function snapshot(accountId: AccountId, signal: AbortSignal): Promise<Result<void>> {
    let text = ''
    const streamed = await api.lines(
      'sync.snapshot',
      { params: { accountId } },
      async (more) => {
        text += more
        return text.length > longestSnapshot ? fail(problem('not_gatehouse')) : ok(undefined)
      },
      signal,
    )
    const mayBeSeen = streamed.ok || streamed.error.code !== 'not_found'
    if (mayBeSeen && !streamed.ok) return streamed
    const applied = await replica.applySnapshot(accountId, mayBeSeen ? text : null, clock.now())
    if (!applied.ok) return applied
    on.changed(applied.value)
    return ok(undefined)
  }

  async function myInvitations(signal: AbortSignal): Promise<Result<void>> {
    if (!invitationsDue) return ok(undefined)
    const answer = await api.call('me.invitations', {}, { signal })
    if (!answer.ok) return answer
    on.changed(await replica.setMyInvitations(answer.value.items, clock.now()))
    invitationsDue = false
    return ok(undefined)
  }

  async function fresh(signal: AbortSignal): Promise<Result<void>> {
    hooks.busy()
    const stopped = new AbortController()
    loading = stopped
    const done = await bootstrap(deps, AbortSignal.any([signal, stopped.signal]))
    loading = null
    on.bootstrapProblem(done.ok || signal.aborted || stopped.signal.aborted ? null : done.error)
    return stopped.signal.aborted ? ok(undefined) : done
  }

  /** Null: there is nothing of a bootstrap that could be kept up to date any more, so it has to go on. */
  async function whileStopped(
    { cutBootstrap }: ReplicaState,
    signal: AbortSignal,
  ): Promise<Result<void> | null> {
    if (cutBootstrap === null) {
      // Nothing is here yet; this only tells whether there is contact.
      invitationsDue = true
      return ok(undefined)
    }
    const pulled = await pages(cutBootstrap.cursor, signal)
    if (pulled.ok || pulled.error.code !== 'cursor_gone') return pulled
    log.info('the bootstrap that was stopped can not go on, it begins again')
    await replica.stopLoading(false)
    return null
  }

  async function catchUp(signal: AbortSignal): Promise<Result<void>> {
    const state = await replica.state()
    if (state.cursor !== null) {
      const pulled = await pages(state.cursor, signal)
      if (pulled.ok || pulled.error.code !== 'cursor_gone') return pulled
      log.info('the server no longer knows the cursor, fetching everything anew')
    } else if (state.loadingStopped) {
      const pulled = await whileStopped(state, signal)
      if (pulled) return pulled
    }
    const fetched = await fresh(signal)
    if (!fetched.ok) return fetched
    // Accounts were read one after the other: what changed on the way is in the first pull.
    const begun = await replica.state()
    return begun.cursor === null ? fetched : pages(begun.cursor, signal)
  }

  return {
    invitationsDue() {
      invitationsDue = true
    },
    async stopLoading() {
      await replica.stopLoading(true)
      loading?.abort()
      const state = await replica.state()
      if (state.loadingStopped) on.progress(progressOf(state))
    },
    async goOnLoading() {
      await replica.stopLoading(false)
      const state = await replica.state()
      if (state.cursor === null) on.progress(progressOf(state))
    },
    async pull(signal) {
      const pulled = await catchUp(signal)
      if (!pulled.ok) return pulled
      const complete = await snapshots(signal)
      return complete.ok ? myInvitations(signal) : complete
    },
  }
}
