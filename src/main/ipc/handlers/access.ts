import type { accessArea } from '../../../ipc/areas/access.ts'
import { fromReplica, type HandlersDeps, type HandlersOf } from './deps.ts'

export function accessHandlers(deps: HandlersDeps): HandlersOf<typeof accessArea> {
  return { queries: { 'access.who': fromReplica(deps, 'access.who') }, commands: {} }
}
