import type { bulkArea } from '../../../ipc/areas/bulk.ts'
import type { HandlersDeps, HandlersOf } from './deps.ts'

export function bulkHandlers(_deps: HandlersDeps): HandlersOf<typeof bulkArea> {
  return { queries: {}, commands: {} }
}
