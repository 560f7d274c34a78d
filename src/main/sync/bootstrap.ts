import { type BootstrapLine, fail, ok, problem, type Result, syncProtocol } from '@gatehouse/contract'
import type { BootstrapProgress } from '../../ipc/views.ts'
import type { SyncDeps } from './ports.ts'

const nothingYet: BootstrapProgress = {
  accountsDone: 0,
  accountsTotal: 0,
  rowsDone: 0,
  rowsTotal: 0,
  usable: false,
}

/** How far it is after these lines too. */
export function progressAfter(before: BootstrapProgress, lines: BootstrapLine[]): BootstrapProgress {
  const progress = { ...before }
  for (const line of lines) {
    switch (line.type) {
      case 'start':
        Object.assign(progress, nothingYet, { accountsTotal: line.accounts, rowsTotal: line.rows })
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

/**
 * Fetches everything that the principal may see into the replica, from the start. Cut half-way it begins again at the
 * next try; what arrived stays readable until then.
 */
export async function bootstrap(deps: SyncDeps, signal: AbortSignal): Promise<Result<void>> {
  const { replica, api, clock, on, log } = deps
  let progress = nothingYet
  let ended = false
  let stranger = false
  const first = deps.wantedFirst().slice(0, 50).join(',')
  const streamed = await api.lines(
    'sync.bootstrap',
    { query: first === '' ? {} : { first } },
    async (lines) => {
      const start = lines.find((line) => line.type === 'start')
      stranger ||= start !== undefined && start.protocol !== syncProtocol
      if (stranger || signal.aborted) return
      on.changed(await replica.applyBootstrap(lines, clock.now()))
      progress = progressAfter(progress, lines)
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
