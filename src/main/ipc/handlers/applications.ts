import type { applicationsArea } from '../../../ipc/areas/applications.ts'
import { openApplication } from '../../links/open-application.ts'
import { atWork, done, fromReplica, type HandlersDeps, type HandlersOf } from './deps.ts'

export function applicationsHandlers(deps: HandlersDeps): HandlersOf<typeof applicationsArea> {
  return {
    queries: {
      'applications.list': fromReplica(deps, 'applications.list'),
      'applications.assignable': fromReplica(deps, 'applications.assignable'),
      'applications.impact': fromReplica(deps, 'applications.impact'),
      'applications.impacts': fromReplica(deps, 'applications.impacts'),
      'applications.users': fromReplica(deps, 'applications.users'),
    },
    commands: {
      'applications.open': ({ accountId, applicationId }) =>
        atWork(deps, async (workspace) => {
          const url = await openApplication(workspace, accountId, applicationId)
          if (!url.ok) return url
          const opened = await deps.openExternal(url.value)
          return opened.ok ? done : opened
        }),
    },
  }
}
