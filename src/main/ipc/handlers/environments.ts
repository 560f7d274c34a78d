import type { environmentsArea } from '../../../ipc/areas/environments.ts'
import type { HandlersDeps, HandlersOf } from './deps.ts'

export function environmentsHandlers(_deps: HandlersDeps): HandlersOf<typeof environmentsArea> {
  return { queries: {}, commands: {} }
}
