import type { usersArea } from '../../../ipc/areas/users.ts'
import { fromReplica, type HandlersDeps, type HandlersOf } from './deps.ts'

export function usersHandlers(deps: HandlersDeps): HandlersOf<typeof usersArea> {
  return {
    queries: {
      'users.list': fromReplica(deps, 'users.list'),
      'users.page': fromReplica(deps, 'users.page'),
      'users.keys': fromReplica(deps, 'users.keys'),
      'users.some': fromReplica(deps, 'users.some'),
      'users.get': fromReplica(deps, 'users.get'),
      'users.duplicates': fromReplica(deps, 'users.duplicates'),
      'users.roles': fromReplica(deps, 'users.roles'),
    },
    commands: {},
  }
}
