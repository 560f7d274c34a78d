import type { usersArea } from '../../../ipc/areas/users.ts'
import { fromReplica, type HandlersDeps, type HandlersOf } from './deps.ts'

export function usersHandlers(deps: HandlersDeps): HandlersOf<typeof usersArea> {
  return {
    queries: {
      'users.list': fromReplica(deps, 'users.list'),
      'users.get': fromReplica(deps, 'users.get'),
    },
    commands: {},
  }
}
