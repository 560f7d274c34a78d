import { fail, ok, problem, type Result } from '@gatehouse/contract'
import type { CutBootstrap } from '../../replica/port.ts'
import type { SyncDeps } from './ports.ts'
import { createProgress } from './progress.ts'

/** The server takes a list of at most 2,000 characters. */
const mostWantedFirst = 50

/**
 * Fetches everything that the principal may see into the replica. Cut half-way it goes on at the next try with the
 * accounts that are missing, or begins again where the server can't go on from there any more; what arrived stays
 * readable until then.
 */
export async function bootstrap(deps: SyncDeps, signal: AbortSignal): Promise<Result<void>> {
  const { cutBootstrap } = await deps.replica.state()
  const done = await fetchLines(deps, cutBootstrap, signal)
  if (done.ok || cutBootstrap === null || done.error.code !== 'cursor_gone') return done
  deps.log.info('the bootstrap can not go on, it begins again')
  return fetchLines(deps, null, signal)
}

async function fetchLines(
  deps: SyncDeps,
  cut: CutBootstrap | null,
  signal: AbortSignal,
): Promise<Result<void>> {
  const { replica, api, clock, on, log } = deps
  const progress = createProgress(clock, cut)
  let ended = false
  async function take(text: string): Promise<Result<void>> {
    if (signal.aborted) return fail(problem('offline'))
    const applied = await replica.applyBootstrap(text, clock.now())
    if (!applied.ok) return applied
    const step = applied.value
    ended ||= step.ended
    on.changed(step.touched)
    if (step.principal) on.principal(step.principal)
    const reached = progress.after(step)
    if (!signal.aborted) on.progress(reached)
    if (step.ended) log.info('bootstrap done', { accounts: reached.accountsDone, rows: reached.rowsDone })
    return ok(undefined)
  }
  const streamed = await api.lines(
    'sync.bootstrap',
    { query: queryOf(deps.wantedFirst(), cut) },
    take,
    signal,
  )
  if (ended) {
    on.progress(null)
    return ok(undefined)
  }
  if (!streamed.ok) return streamed
  return fail(problem('offline', { detail: 'The connection was lost while the accounts were fetched.' }))
}

function queryOf(wantedFirst: readonly string[], cut: CutBootstrap | null) {
  const complete = new Set<string>(cut?.complete)
  const first = wantedFirst.filter((id) => !complete.has(id)).slice(0, mostWantedFirst)
  return {
    ...(first.length > 0 ? { first: first.join(',') } : {}),
    ...(cut ? { resume: cut.cursor } : {}),
    ...(cut?.after ? { after: cut.after } : {}),
  }
}
