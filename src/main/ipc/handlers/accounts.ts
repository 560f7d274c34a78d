import type { accountsArea } from '../../../ipc/areas/accounts.ts'
import { createWholeAccounts } from '../../session/whole-accounts.ts'
import { atWork, fromReplica, type HandlersDeps, type HandlersOf } from './deps.ts'

export function accountsHandlers(deps: HandlersDeps): HandlersOf<typeof accountsArea> {
  const whole = createWholeAccounts(deps)
  return {
    queries: {
      'accounts.list': fromReplica(deps, 'accounts.list'),
      'accounts.get': fromReplica(deps, 'accounts.get'),
      'dashboard.get': fromReplica(deps, 'dashboard.get'),
      'dashboard.charts': fromReplica(deps, 'dashboard.charts'),
      'accounts.settings': fromReplica(deps, 'accounts.settings'),
      'services.list': fromReplica(deps, 'services.list'),
    },
    commands: {
      'accounts.label': ({ accountId, ...label }) =>
        atWork(deps, (workspace) => workspace.label(accountId, label)),
      'accounts.leave': ({ accountId }) => atWork(deps, (workspace) => whole.leave(workspace, accountId)),
      'accounts.move': ({ accountId, to, reason }) =>
        atWork(deps, (workspace) => whole.move(workspace, accountId, to, reason)),
      'accounts.delete': ({ accountId, reference }) =>
        atWork(deps, (workspace) => whole.remove(workspace, accountId, reference)),
    },
  }
}
