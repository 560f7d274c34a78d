import { ok } from '@gatehouse/contract'
import type { sessionArea } from '../../../ipc/areas/session.ts'
import { createInvitations } from '../../links/invitations.ts'
import { done, type HandlersDeps, type HandlersOf } from './deps.ts'

export function sessionHandlers(deps: HandlersDeps): HandlersOf<typeof sessionArea> {
  const { session, links } = deps
  return {
    queries: {
      'session.get': async () => ok(session.state()),
      'logins.list': () => session.logins(),
    },
    commands: {
      'server.connect': ({ address }) => session.connect(address),
      'server.forget': () => session.forgetServer(),
      async 'session.signIn'({ linkId, anotherLogin }) {
        if (linkId === undefined) return session.signIn({ anotherLogin, invitation: null })
        const link = await createInvitations(deps).forSignIn(linkId)
        if (!link.ok) return link
        const signedIn = await session.signIn({ anotherLogin, invitation: link.value })
        if (signedIn.ok) links.again(linkId)
        return signedIn
      },
      async 'session.cancelSignIn'() {
        session.cancelSignIn()
        return done
      },
      async 'session.lock'() {
        session.lock('by-hand')
        return done
      },
      'session.unlock': ({ by }) => session.unlock(by),
      async 'logins.switch'({ loginId, linkId }) {
        const switched = await session.switchTo(loginId)
        if (switched.ok && linkId !== undefined) links.again(linkId)
        return switched
      },
      'logins.add': ({ address }) => session.addLogin(address),
      'session.signOut': (input) => session.signOut(input),
    },
  }
}
