import { ok } from '@gatehouse/contract'
import type { notificationsArea } from '../../../ipc/areas/notifications.ts'
import { atWork, done, type HandlersDeps, type HandlersOf } from './deps.ts'

export function notificationsHandlers(deps: HandlersDeps): HandlersOf<typeof notificationsArea> {
  return {
    queries: {
      'notifications.list': () =>
        atWork(deps, async ({ replica }) => {
          const stored = await replica.read('notifications.list', {}, deps.clock.now())
          return stored.ok ? ok(deps.notifications.withEnded(stored.value)) : stored
        }),
    },
    commands: {
      'notifications.read': ({ ids }) =>
        atWork(deps, async (workspace) => {
          await workspace.markRead(ids)
          deps.notifications.markEndedRead(ids)
          return done
        }),
    },
  }
}
