import type { outboxArea } from '../../../ipc/areas/outbox.ts'
import { exportOutbox } from '../../session/outbox-export.ts'
import { atWork, fromReplica, type HandlersDeps, type HandlersOf } from './deps.ts'

export function outboxHandlers(deps: HandlersDeps): HandlersOf<typeof outboxArea> {
  return {
    queries: { 'outbox.list': fromReplica(deps, 'outbox.list') },
    commands: {
      mutate: ({ intent, hold }) => atWork(deps, (workspace) => workspace.mutate(intent, { hold })),
      'outbox.undo': ({ mutationId }) => atWork(deps, (workspace) => workspace.undo(mutationId)),
      'outbox.retry': ({ mutationId }) => atWork(deps, (workspace) => workspace.retry(mutationId)),
      'outbox.discard': ({ mutationId, dependents }) =>
        atWork(deps, (workspace) => workspace.discard(mutationId, dependents)),
      'outbox.resolve': ({ mutationId, with: take }) =>
        atWork(deps, (workspace) => workspace.resolve(mutationId, take)),
      'outbox.edit': ({ mutationId, intent }) =>
        atWork(deps, (workspace) => workspace.edit(mutationId, intent)),
      'outbox.export': () => atWork(deps, (workspace) => exportOutbox(deps, workspace)),
    },
  }
}
