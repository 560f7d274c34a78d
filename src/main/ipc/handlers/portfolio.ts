import type { portfolioArea } from '../../../ipc/areas/portfolio.ts'
import type { HandlersDeps, HandlersOf } from './deps.ts'

export function portfolioHandlers(_deps: HandlersDeps): HandlersOf<typeof portfolioArea> {
  return { queries: {}, commands: {} }
}
