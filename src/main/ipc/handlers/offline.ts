import { fail, problem } from '@gatehouse/contract'
import type { offlineArea } from '../../../ipc/areas/offline.ts'
import { atWork, fromReplica, type HandlersDeps, type HandlersOf } from './deps.ts'

export function offlineHandlers(deps: HandlersDeps): HandlersOf<typeof offlineArea> {
  return {
    queries: {
      'offline.summary': fromReplica(deps, 'offline.summary'),
      'offline.recovery': fromReplica(deps, 'offline.recovery'),
      'offline.accounts': fromReplica(deps, 'offline.accounts'),
    },
    commands: {
      'offline.keep': ({ accountId, keep }) => atWork(deps, (workspace) => workspace.keep(accountId, keep)),
      'offline.wipe': ({ discardUnsent }) =>
        atWork(deps, async (workspace) => {
          const count = discardUnsent ? 0 : await workspace.unsent()
          if (count > 0) return fail(unsent(count))
          const condemned = await workspace.condemnCopy({ discardUnsent })
          return condemned.ok ? deps.session.openAgain() : condemned
        }),
      'offline.acknowledge': () => atWork(deps, (workspace) => workspace.forgetRecovery()),
      'offline.open': () => deps.session.openAgain(),
    },
  }
}

function unsent(count: number) {
  const changes = count === 1 ? '1 change was' : `${count} changes were`
  return problem('validation', {
    detail: `${changes} not sent to the server yet and would be lost. Send or discard them first.`,
    counts: { unsent: count },
  })
}
