import type { Problem } from '@gatehouse/contract'
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { InvitationLink, SessionState, StrangeLink } from '../../../ipc/views.ts'
import { bridge } from '../../data/bridge.ts'
import { noAccount } from '../../data/keys.ts'

/**
 * What the server says about a link, or that it is a stranger who was not asked yet. Asked anew whenever somebody else is signed in, because whether the invitation
 * fits depends on who looks; never kept, because it may be revoked any moment.
 */
export function useLinkPreview(
  linkId: string,
  session: SessionState,
): UseQueryResult<InvitationLink | StrangeLink, Problem> {
  const who = 'principal' in session ? (session.principal?.userId ?? null) : null
  return useQuery<InvitationLink | StrangeLink, Problem>({
    queryKey: [noAccount, 'links.preview', { linkId, who }],
    queryFn: async () => {
      const answer = await bridge().command('links.preview', { linkId })
      if (!answer.ok) throw answer.error
      return answer.value
    },
    gcTime: 0,
  })
}
