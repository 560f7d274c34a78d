import { problem } from '@gatehouse/contract'
import type { ExternalIssuer } from '../../identity/issuer-config.ts'
import { endOwnSession, endSessionsOf, listSessions, toSession } from '../../identity/sessions/sessions.ts'
import { ok } from '../answers.ts'
import type { HandlersOf } from '../handler.ts'

const unknownSession = problem('not_found', {
  detail: 'You are not signed in on such a device. It may have been signed out already.',
})

export function createSessionHandlers(config: { issuer?: ExternalIssuer | null }): HandlersOf<'sessions'> {
  return {
    'sessions.list': async ({ db, principal, now, sessionId }) => {
      const sessions = await listSessions(db, principal.userId, now)
      return ok({
        items: sessions.map((session) => toSession(session, sessionId)),
        isComplete: !config.issuer,
      })
    },
    'sessions.end': async ({ write, principal, params }) =>
      (await endOwnSession(write.tx, principal.userId, params.sessionId))
        ? ok({})
        : { ok: false, error: unknownSession },
    'sessions.endOthers': async ({ write, principal, sessionId }) =>
      ok({ ended: await endSessionsOf(write.tx, principal.userId, sessionId) }),
  }
}
