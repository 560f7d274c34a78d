import type { accountsArea } from '../../../ipc/areas/accounts.ts'
import { createServerWrites } from '../../session/server-writes.ts'
import { atWork, done, fromReplica, type HandlersDeps, type HandlersOf } from './deps.ts'

export function accountsHandlers(deps: HandlersDeps): HandlersOf<typeof accountsArea> {
  const { write } = createServerWrites(deps.clock)
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
      'accounts.leave': ({ attempt, accountId }) =>
        atWork(deps, async (workspace) => {
          const left = await write(workspace, attempt, 'memberships.leave', {
            params: { accountId },
            body: {},
          })
          return left.ok ? done : left
        }),
    },
  }
}
