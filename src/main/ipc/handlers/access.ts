import type { accessArea } from '../../../ipc/areas/access.ts'
import { exportAccess } from '../../session/access-export.ts'
import { atWork, fromReplica, type HandlersDeps, type HandlersOf } from './deps.ts'

export function accessHandlers(deps: HandlersDeps): HandlersOf<typeof accessArea> {
  return {
    queries: {
      'access.who': fromReplica(deps, 'access.who'),
      'access.find': fromReplica(deps, 'access.find'),
      'access.accounts': fromReplica(deps, 'access.accounts'),
      'access.person': fromReplica(deps, 'access.person'),
      'access.searches': fromReplica(deps, 'access.searches'),
    },
    commands: {
      'access.keepSearches': ({ searches }) => atWork(deps, (workspace) => workspace.keepSearches(searches)),
      'access.export': (asked) => atWork(deps, (workspace) => exportAccess(deps, workspace, asked)),
    },
  }
}
