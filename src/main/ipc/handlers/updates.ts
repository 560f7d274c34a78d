import { ok } from '@gatehouse/contract'
import type { updatesArea } from '../../../ipc/areas/updates.ts'
import { done, type HandlersDeps, type HandlersOf } from './deps.ts'

export function updatesHandlers({ updates }: HandlersDeps): HandlersOf<typeof updatesArea> {
  return {
    queries: {
      'updates.get': async () => ok(updates.view()),
    },
    commands: {
      async 'updates.check'() {
        void updates.check()
        return done
      },
      async 'updates.download'() {
        void updates.download()
        return done
      },
      async 'updates.goBack'() {
        const going = updates.goBack()
        return going.ok ? done : going
      },
      async 'updates.restart'() {
        void updates.restart()
        return done
      },
    },
  }
}
