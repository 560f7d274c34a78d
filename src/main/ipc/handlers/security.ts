import type { securityArea } from '../../../ipc/areas/security.ts'
import type { HandlersDeps, HandlersOf } from './deps.ts'

export function securityHandlers(_deps: HandlersDeps): HandlersOf<typeof securityArea> {
  return { queries: {}, commands: {} }
}
