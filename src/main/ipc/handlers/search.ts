import type { searchArea } from '../../../ipc/areas/search.ts'
import { fromReplica, type HandlersDeps, type HandlersOf } from './deps.ts'

export function searchHandlers(deps: HandlersDeps): HandlersOf<typeof searchArea> {
  return {
    queries: {
      'search.find': fromReplica(deps, 'search.find'),
      'search.person': fromReplica(deps, 'search.person'),
    },
    commands: {},
  }
}
