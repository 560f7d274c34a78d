import type { portfolioArea } from '../../../ipc/areas/portfolio.ts'
import { exportPortfolio } from '../../session/portfolio-export.ts'
import { atWork, fromReplica, type HandlersDeps, type HandlersOf } from './deps.ts'

export function portfolioHandlers(deps: HandlersDeps): HandlersOf<typeof portfolioArea> {
  return {
    queries: {
      'portfolio.get': fromReplica(deps, 'portfolio.get'),
      'portfolio.coverage': fromReplica(deps, 'portfolio.coverage'),
      'portfolio.invitations': fromReplica(deps, 'portfolio.invitations'),
      'portfolio.activity': fromReplica(deps, 'portfolio.activity'),
      'accounts.page': fromReplica(deps, 'accounts.page'),
      'accounts.matching': fromReplica(deps, 'accounts.matching'),
      'accounts.facets': fromReplica(deps, 'accounts.facets'),
      'accounts.directory': fromReplica(deps, 'accounts.directory'),
    },
    commands: {
      'accounts.tag': ({ accountIds, ...tags }) =>
        atWork(deps, (workspace) => workspace.tag(accountIds, tags)),
      'portfolio.export': (wanted) => atWork(deps, (workspace) => exportPortfolio(deps, workspace, wanted)),
    },
  }
}
