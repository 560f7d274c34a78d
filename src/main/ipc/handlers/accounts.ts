import type { accountsArea } from '../../../ipc/areas/accounts.ts'
import { atWork, fromReplica, type HandlersDeps, type HandlersOf } from './deps.ts'

export function accountsHandlers(deps: HandlersDeps): HandlersOf<typeof accountsArea> {
  return {
    queries: {
      'accounts.list': fromReplica(deps, 'accounts.list'),
      'accounts.get': fromReplica(deps, 'accounts.get'),
      'dashboard.get': fromReplica(deps, 'dashboard.get'),
      'services.list': fromReplica(deps, 'services.list'),
      'activity.list': fromReplica(deps, 'activity.list'),
    },
    commands: {
      'accounts.label': ({ accountId, ...label }) =>
        atWork(deps, (workspace) => workspace.label(accountId, label)),
    },
  }
}
