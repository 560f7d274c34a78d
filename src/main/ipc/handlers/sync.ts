import { ok } from '@gatehouse/contract'
import type { syncArea } from '../../../ipc/areas/sync.ts'
import type { SyncStatus } from '../../../ipc/views.ts'
import { atWork, done, type HandlersDeps, type HandlersOf } from './deps.ts'

const noSync: SyncStatus = { state: 'sign-in', waiting: 0, attention: 0, syncedAt: null }

export function syncHandlers(deps: HandlersDeps): HandlersOf<typeof syncArea> {
  return {
    queries: {
      async 'sync.status'() {
        const workspace = deps.session.workspace()
        return ok(workspace.ok ? workspace.value.engine.status() : noSync)
      },
    },
    commands: {
      'sync.now': () =>
        atWork(deps, async ({ engine }) => {
          const synced = await engine.now()
          return synced.ok ? done : synced
        }),
      'sync.stopLoading': () =>
        atWork(deps, async ({ engine }) => {
          await engine.stopLoading()
          return done
        }),
      'sync.goOnLoading': () =>
        atWork(deps, async ({ engine }) => {
          await engine.goOnLoading()
          return done
        }),
    },
  }
}
