import { ok } from '@gatehouse/contract'
import type { securityArea } from '../../../ipc/areas/security.ts'
import { newMutationId } from '../../session/workspace.ts'
import { atWork, done, type HandlersDeps, type HandlersOf } from './deps.ts'

export function securityHandlers(deps: HandlersDeps): HandlersOf<typeof securityArea> {
  const { clock } = deps
  const onceOnly = () => ({ idempotencyKey: newMutationId(clock.now()) })
  return {
    queries: {
      'security.overview': () =>
        atWork(deps, async ({ api }) => {
          const [secured, signedIn] = await Promise.all([
            api.call('security.get', {}),
            api.call('sessions.list', {}),
          ])
          if (!secured.ok) return secured
          if (!signedIn.ok) return signedIn
          const { url: _, ...security } = secured.value
          const { items: sessions, isComplete } = signedIn.value
          return ok({ security, sessions, isComplete, askedAt: clock.now().toISOString() })
        }),
    },
    commands: {
      'security.endSession': ({ sessionId }) =>
        atWork(deps, async ({ api }) => {
          const ended = await api.call('sessions.end', { params: { sessionId } }, onceOnly())
          return ended.ok ? done : ended
        }),
      'security.endOthers': () =>
        atWork(deps, async ({ api }) => {
          const ended = await api.call('sessions.endOthers', { body: {} }, onceOnly())
          return ended.ok ? ok({ ended: ended.value.value.ended }) : ended
        }),
      'security.openPage': () =>
        atWork(deps, async ({ api }) => {
          const security = await api.call('security.get', {})
          if (!security.ok) return security
          const opened = await deps.openExternal(security.value.url)
          return opened.ok ? done : opened
        }),
    },
  }
}
