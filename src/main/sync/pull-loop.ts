import { type AccountId, type BootstrapLine, fail, ok, problem, type Result } from '@gatehouse/contract'
import { bootstrap } from './bootstrap.ts'
import type { SyncDeps } from './ports.ts'

export interface PullLoop {
  /** Brings the replica up to what the server has. One at a time, by the engine. */
  pull(signal: AbortSignal): Promise<Result<void>>
  /** The next pull asks for the own invitations again. */
  invitationsDue(): void
}

export interface PullHooks {
  /** Rows are known to be on their way, so the pill may say so. */
  busy(): void
}

/** Bootstrap where there is no cursor; pages until there are no more, then snapshots, then own invitations. */
export function createPullLoop(deps: SyncDeps, hooks: PullHooks): PullLoop {
  const { replica, api, clock, on, log } = deps
  let invitationsDue = true

  async function pages(cursor: string, signal: AbortSignal): Promise<Result<void>> {
    let at = cursor
    for (;;) {
      if (signal.aborted) return fail(problem('offline'))
      const page = await api.call('sync.changes', { query: { cursor: at } }, { signal })
      if (!page.ok) return page
      if (page.value.more) hooks.busy()
      const { touched, myInvitationsDue } = await replica.applyPage(page.value, clock.now())
      invitationsDue ||= myInvitationsDue
      if (touched.tables.length > 0) on.changed(touched)
      for (const change of page.value.changes) if (change.type === 'principal') on.principal(change.row)
      at = page.value.cursor
      if (!page.value.more) return ok(undefined)
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
    const lines: BootstrapLine[] = []
    const streamed = await api.lines(
      'sync.snapshot',
      { params: { accountId } },
      async (some) => {
        lines.push(...some)
      },
      signal,
    )
    if (!streamed.ok && streamed.error.code === 'not_found') {
      on.changed(await replica.applySnapshot(accountId, null, clock.now()))
      return ok(undefined)
    }
    if (!streamed.ok) return streamed
    if (lines.at(-1)?.type !== 'end') return fail(problem('offline', { detail: 'An account came in half.' }))
    on.changed(await replica.applySnapshot(accountId, lines, clock.now()))
    return ok(undefined)
  }

  async function myInvitations(signal: AbortSignal): Promise<Result<void>> {
    if (!invitationsDue) return ok(undefined)
    const answer = await api.call('me.invitations', {}, { signal })
    if (!answer.ok) return answer
    on.changed(await replica.setMyInvitations(answer.value.items))
    invitationsDue = false
    return ok(undefined)
  }

  async function fresh(signal: AbortSignal): Promise<Result<void>> {
    hooks.busy()
    const done = await bootstrap(deps, signal)
    on.bootstrapProblem(done.ok || signal.aborted ? null : done.error)
    return done
  }

  async function catchUp(signal: AbortSignal): Promise<Result<void>> {
    const { cursor } = await replica.state()
    if (cursor !== null) {
      const pulled = await pages(cursor, signal)
      if (pulled.ok || pulled.error.code !== 'cursor_gone') return pulled
      log.info('the server no longer knows the cursor, fetching everything anew')
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
    async pull(signal) {
      const pulled = await catchUp(signal)
      if (!pulled.ok) return pulled
      const complete = await snapshots(signal)
      return complete.ok ? myInvitations(signal) : complete
    },
  }
}
