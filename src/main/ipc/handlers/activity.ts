import type { activityArea } from '../../../ipc/areas/activity.ts'
import { exportActivity } from '../../session/activity-export.ts'
import { atWork, fromReplica, type HandlersDeps, type HandlersOf } from './deps.ts'

export function activityHandlers(deps: HandlersDeps): HandlersOf<typeof activityArea> {
  return {
    queries: {
      'activity.list': fromReplica(deps, 'activity.list'),
      'activity.page': fromReplica(deps, 'activity.page'),
      'activity.facets': fromReplica(deps, 'activity.facets'),
      'activity.inverse': fromReplica(deps, 'activity.inverse'),
    },
    commands: {
      'activity.export': (wanted) => atWork(deps, (workspace) => exportActivity(deps, workspace, wanted)),
    },
  }
}
