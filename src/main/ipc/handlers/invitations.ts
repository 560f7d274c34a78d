import { fail, ok, problem } from '@gatehouse/contract'
import type { invitationsArea } from '../../../ipc/areas/invitations.ts'
import { createInvitations } from '../../links/invitations.ts'
import { atWork, done, fromReplica, type HandlersDeps, type HandlersOf } from './deps.ts'

export function invitationsHandlers(deps: HandlersDeps): HandlersOf<typeof invitationsArea> {
  const { links } = deps
  const invitations = createInvitations(deps)
  return {
    queries: {
      'invitations.list': fromReplica(deps, 'invitations.list'),
      'invitations.known': fromReplica(deps, 'invitations.known'),
      'invitations.mine': fromReplica(deps, 'invitations.mine'),
    },
    commands: {
      async 'links.paste'({ text }) {
        const link = links.add(text)
        return link.ok ? ok({ linkId: link.value.linkId }) : link
      },
      'links.preview': ({ linkId }) => invitations.preview(linkId),
      async 'links.agree'({ linkId }) {
        const link = links.agree(linkId)
        return link.ok ? done : link
      },
      'links.accept': ({ linkId }) => invitations.accept(linkId),
      'links.decline': ({ linkId }) => invitations.decline(linkId),
      async 'links.dismiss'({ linkId }) {
        links.remove(linkId)
        return done
      },
      'invitations.acceptMine': ({ invitationId }) =>
        atWork(deps, async (workspace) => {
          const accepted = await invitations.answerMine(workspace, invitationId, 'accept')
          if (!accepted.ok) return accepted
          const { accountId } = accepted.value
          return accountId === null ? fail(problem('not_found')) : ok({ accountId })
        }),
      'invitations.declineMine': ({ invitationId }) =>
        atWork(deps, async (workspace) => {
          const declined = await invitations.answerMine(workspace, invitationId, 'decline')
          return declined.ok ? done : declined
        }),
      'invitations.copyLink': ({ accountId, invitationId }) =>
        atWork(deps, async (workspace) => {
          const link = await invitations.link(workspace, accountId, invitationId)
          if (!link.ok) return link
          deps.writeClipboard(link.value)
          return done
        }),
    },
  }
}
