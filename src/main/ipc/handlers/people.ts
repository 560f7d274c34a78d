import type { peopleArea } from '../../../ipc/areas/people.ts'
import { exportChanges, exportPlan } from '../../session/people-export.ts'
import { atWork, fromReplica, type HandlersDeps, type HandlersOf } from './deps.ts'

export function peopleHandlers(deps: HandlersDeps): HandlersOf<typeof peopleArea> {
  return {
    queries: {
      'people.same': fromReplica(deps, 'people.same'),
      'people.leaver': fromReplica(deps, 'people.leaver'),
      'people.heirs': fromReplica(deps, 'people.heirs'),
      'people.joiner': fromReplica(deps, 'people.joiner'),
      'changes.inAccount': fromReplica(deps, 'changes.inAccount'),
      'changes.everywhere': fromReplica(deps, 'changes.everywhere'),
    },
    commands: {
      'people.exportPlan': (wanted) => atWork(deps, (workspace) => exportPlan(deps, workspace, wanted)),
      'changes.noteVisit': ({ accountId }) => atWork(deps, (workspace) => workspace.noteVisit(accountId)),
      'changes.export': (wanted) => atWork(deps, (workspace) => exportChanges(deps, workspace, wanted)),
    },
  }
}
