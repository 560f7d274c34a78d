import { type BootstrapLine, fail, ok, problem, type Result, syncProtocol } from '@gatehouse/contract'
import type { BootstrapProgress } from '../../ipc/views.ts'
import type { CutBootstrap } from '../../replica/port.ts'
import type { SyncDeps } from './ports.ts'

const nothingYet: BootstrapProgress = {
  accountsDone: 0,
  accountsTotal: 0,
  rowsDone: 0,
  rowsTotal: 0,
  usable: false,
}

/** How far it is after these lines too. `complete`: accounts that an earlier try has brought. */
export function progressAfter(
  before: BootstrapProgress,
  lines: BootstrapLine[],
  complete = 0,
): BootstrapProgress {
  const progress = { ...before }
  for (const line of lines) {
    switch (line.type) {
      case 'start':
        Object.assign(progress, nothingYet, { accountsTotal: line.accounts, rowsTotal: line.rows })
        if (!line.resumed) break
        progress.accountsDone = complete
        progress.accountsTotal += complete
        progress.usable = true
        break
      case 'usable':
        progress.usable = true
        break
      case 'rows':
        progress.rowsDone += line.batch.rows.length
        break
      case 'account':
        progress.accountsDone += 1
        break
      default:
        break
    }
  }
  return progress
}

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
  let progress = nothingYet
  let ended = false
  let stranger = false
  const streamed = await api.lines(
    'sync.bootstrap',
    { query: queryOf(deps.wantedFirst(), cut) },
    async (lines) => {
      const start = lines.find((line) => line.type === 'start')
      stranger ||= start !== undefined && start.protocol !== syncProtocol
      if (stranger || signal.aborted) return
      on.changed(await replica.applyBootstrap(lines, clock.now()))
      progress = progressAfter(progress, lines, cut?.complete.length)
      ended ||= lines.some((line) => line.type === 'end')
      for (const line of lines) if (line.type === 'principal') on.principal(line.row)
      on.progress(progress)
    },
    signal,
  )
  if (stranger) return fail(problem('incompatible_server'))
  if (!streamed.ok) return streamed
  if (!ended) {
    return fail(problem('offline', { detail: 'The connection was lost while the accounts were fetched.' }))
  }
  log.info('bootstrap done', { accounts: progress.accountsDone, rows: progress.rowsDone })
  on.progress(null)
  return ok(undefined)
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
