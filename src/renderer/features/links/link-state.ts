import type { InvitationLink, SessionState } from '../../../ipc/views.ts'

export type LinkState =
  | { kind: 'dead'; status: 'expired' | 'revoked' | 'accepted' | 'declined' }
  /** Signed in at one server, invited by another. */
  | { kind: 'other-server'; ours: string }
  | { kind: 'signed-out'; connectsTo: string | null }
  | { kind: 'wrong-user'; signedInAs: string }
  | { kind: 'ready' }

/** What stands between the holder of a link and accepting it; a dead link says so before anything else. */
export function linkState(link: InvitationLink, session: SessionState): LinkState {
  const { status } = link.preview
  if (status !== 'pending') return { kind: 'dead', status }
  const server = 'server' in session ? session.server : null
  const isElsewhere = server?.address !== link.server.address
  const isSignedIn = session.state === 'signed-in' || session.state === 'loading'
  if (isSignedIn && server && isElsewhere) return { kind: 'other-server', ours: server.name }
  if (link.principalEmail === null) {
    return { kind: 'signed-out', connectsTo: isElsewhere ? link.server.name : null }
  }
  if (!link.matches) return { kind: 'wrong-user', signedInAs: link.principalEmail }
  return { kind: 'ready' }
}
