import { ok } from '@gatehouse/contract'
import type { sessionArea } from '../../../ipc/areas/session.ts'
import { done, type HandlersDeps, type HandlersOf } from './deps.ts'

export function sessionHandlers({ session, links }: HandlersDeps): HandlersOf<typeof sessionArea> {
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
        const link = links.get(linkId)
        return link.ok ? session.signIn({ anotherLogin, invitation: link.value }) : link
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
      'logins.switch': ({ loginId }) => session.switchTo(loginId),
      'logins.add': ({ address }) => session.addLogin(address),
      'session.signOut': (input) => session.signOut(input),
    },
  }
}
