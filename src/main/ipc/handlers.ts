import { type AccountId, fail, type InvitationId, ok, problem, type Result } from '@gatehouse/contract'
import type { QueryInput, QueryOutput } from '../../ipc/contract.ts'
import type { SyncStatus } from '../../ipc/views.ts'
import type { ReplicaQueryName } from '../../replica/port.ts'
import { createInvitations } from '../links/invitations.ts'
import type { LinkInbox } from '../links/link-inbox.ts'
import { openApplication } from '../links/open-application.ts'
import type { Clock, Fetch, Protection } from '../ports.ts'
import type { Session } from '../session/session.ts'
import type { Settings } from '../settings/settings.ts'
import type { CommandHandlers, QueryHandlers } from './router.ts'

export interface HandlersDeps {
  session: Session
  settings: Settings
  links: LinkInbox
  clock: Clock
  fetch: Fetch
  app: { version: string; platform: string; protection(): Promise<Protection> }
  openExternal(url: string): Promise<Result<void>>
  writeClipboard(text: string): void
  setTheme(theme: 'system' | 'light' | 'dark'): void
}

type Empty = Record<string, never>
const done: Result<Empty> = ok({})

const noSync: SyncStatus = { state: 'sign-in', waiting: 0, attention: 0, syncedAt: null }

export function createQueryHandlers({ session, settings, clock, app }: HandlersDeps): QueryHandlers {
  /** Answered by the replica as it is; main adds nothing. */
  function fromReplica<N extends ReplicaQueryName>(name: N) {
    return async (input: unknown): Promise<Result<QueryOutput<N>>> => {
      const workspace = session.workspace()
      return workspace.ok
        ? workspace.value.replica.read(name, input as QueryInput<N>, clock.now())
        : workspace
    }
  }
  return {
    'app.info': async () =>
      ok({ version: app.version, platform: app.platform, keychain: await app.protection() }),
    'session.get': async () => ok(session.state()),
    'sync.status': async () => {
      const workspace = session.workspace()
      return ok(workspace.ok ? workspace.value.engine.status() : noSync)
    },
    'preferences.get': async () => ok(settings.preferences()),
    'accounts.list': fromReplica('accounts.list'),
    'accounts.get': fromReplica('accounts.get'),
    'dashboard.get': fromReplica('dashboard.get'),
    'applications.list': fromReplica('applications.list'),
    'applications.assignable': fromReplica('applications.assignable'),
    'applications.impact': fromReplica('applications.impact'),
    'applications.users': fromReplica('applications.users'),
    'users.list': fromReplica('users.list'),
    'users.get': fromReplica('users.get'),
    'invitations.list': fromReplica('invitations.list'),
    'invitations.mine': fromReplica('invitations.mine'),
    'services.list': fromReplica('services.list'),
    'activity.list': fromReplica('activity.list'),
    'outbox.list': fromReplica('outbox.list'),
  }
}

export function createCommandHandlers(deps: HandlersDeps): CommandHandlers {
  const { session, settings, links } = deps
  const invitations = createInvitations(deps)

  async function answerMine(
    invitationId: InvitationId,
    answer: 'accept' | 'decline',
  ): Promise<Result<{ accountId: AccountId | null }>> {
    const workspace = session.workspace()
    return workspace.ok ? invitations.answerMine(workspace.value, invitationId, answer) : workspace
  }

  return {
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
    'session.signOut': (input) => session.signOut(input),
    async 'sync.now'() {
      const workspace = session.workspace()
      if (!workspace.ok) return workspace
      const synced = await workspace.value.engine.now()
      return synced.ok ? done : synced
    },
    async mutate({ intent }) {
      const workspace = session.workspace()
      return workspace.ok ? workspace.value.mutate(intent) : workspace
    },
    async 'outbox.undo'({ mutationId }) {
      const workspace = session.workspace()
      return workspace.ok ? workspace.value.undo(mutationId) : workspace
    },
    async 'outbox.retry'({ mutationId }) {
      const workspace = session.workspace()
      return workspace.ok ? workspace.value.retry(mutationId) : workspace
    },
    async 'outbox.discard'({ mutationId }) {
      const workspace = session.workspace()
      return workspace.ok ? workspace.value.discard(mutationId) : workspace
    },
    async 'links.paste'({ text }) {
      const link = links.add(text)
      return link.ok ? ok({ linkId: link.value.linkId }) : link
    },
    'links.preview': ({ linkId }) => invitations.preview(linkId),
    'links.accept': ({ linkId }) => invitations.accept(linkId),
    'links.decline': ({ linkId }) => invitations.decline(linkId),
    async 'links.dismiss'({ linkId }) {
      links.remove(linkId)
      return done
    },
    async 'invitations.acceptMine'({ invitationId }) {
      const accepted = await answerMine(invitationId, 'accept')
      if (!accepted.ok) return accepted
      const { accountId } = accepted.value
      return accountId === null ? fail(problem('not_found')) : ok({ accountId })
    },
    async 'invitations.declineMine'({ invitationId }) {
      const declined = await answerMine(invitationId, 'decline')
      return declined.ok ? done : declined
    },
    async 'invitations.copyLink'({ accountId, invitationId }) {
      const workspace = session.workspace()
      if (!workspace.ok) return workspace
      const link = await invitations.link(workspace.value, accountId, invitationId)
      if (!link.ok) return link
      deps.writeClipboard(link.value)
      return done
    },
    async 'clipboard.write'({ text }) {
      deps.writeClipboard(text)
      return done
    },
    async 'applications.open'({ accountId, applicationId }) {
      const workspace = session.workspace()
      if (!workspace.ok) return workspace
      const url = await openApplication(workspace.value, accountId, applicationId)
      if (!url.ok) return url
      const opened = await deps.openExternal(url.value)
      return opened.ok ? done : opened
    },
    async 'preferences.set'(changes) {
      const next = settings.setPreferences(definedOnly(changes))
      deps.setTheme(next.theme)
      return ok(next)
    },
    async 'app.ready'() {
      links.ready()
      return done
    },
  }
}

/** Parsing keeps keys that were left out as undefined; they change nothing. */
function definedOnly<T extends object>(changes: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}
