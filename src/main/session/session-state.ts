import type { Principal, Problem } from '@gatehouse/contract'
import type { LockReason, SessionState } from '../../ipc/views.ts'
import { noProgress } from '../sync/progress.ts'
import { infoOf, type Server } from './discovery.ts'
import type { OfflineStanding } from './offline-policy.ts'
import type { Workspace } from './workspace.ts'

/** The login in use. Signed in, though its local copy may not have opened. */
export interface Seat {
  id: string
  server: Server
  principal: Principal
  workspace: Workspace | null
  isOpening: boolean
}

/** A login of which nothing is open. */
export interface Locked {
  id: string
  server: Server
  who: { name: string; email: string }
  reason: LockReason
  problem: Problem | null
}

export interface SessionFacts {
  starting: boolean
  server: Server | null
  seat: Seat | null
  locked: Locked | null
  trouble: Problem | null
  suggestion: string | null
  isSigningIn: boolean
  unlockBy: 'keychain' | 'sign-in'
  canAskPresence: boolean
  counts(id: string): { waiting: number; attention: number }
  offline: OfflineStanding & { days: number | null; lastContactAt: string | null }
}

/** What the window is told. A locked one hears whose lock it is and how it opens, and nothing of any account. */
export function stateOf(facts: SessionFacts): SessionState {
  const { server, seat, trouble } = facts
  if (facts.starting) return { state: 'starting' }
  const closed = lockedState(facts)
  if (closed) return closed
  if (!server) return { state: 'no-server', suggestion: facts.suggestion, problem: trouble }
  if (!seat) {
    return { state: 'signed-out', server: infoOf(server), signingIn: facts.isSigningIn, problem: trouble }
  }
  const info = infoOf(seat.server)
  if (!seat.workspace) {
    if (seat.isOpening) return { state: 'starting' }
    const { principal } = seat
    return { state: 'loading', server: info, principal, progress: noProgress, problem: trouble }
  }
  const principal = seat.workspace.principal()
  const loading = seat.workspace.loading()
  if (loading) return { state: 'loading', server: info, principal, ...loading }
  const { isNear, closesAt } = facts.offline
  const closes = isNear && closesAt ? closesAt.toISOString() : null
  return { state: 'signed-in', server: info, principal, closesAt: closes }
}

function lockedState(facts: SessionFacts): SessionState | null {
  const { locked, seat, offline, isSigningIn } = facts
  if (locked) {
    const { server, who, reason, problem } = locked
    const opensBy = facts.canAskPresence ? 'presence' : facts.unlockBy
    const counts = facts.counts(locked.id)
    return {
      state: 'locked',
      server: infoOf(server),
      who,
      reason,
      opensBy,
      ...counts,
      signingIn: isSigningIn,
      offline: null,
      problem,
    }
  }
  if (!offline.isClosed || !seat?.workspace || offline.days === null || offline.lastContactAt === null)
    return null
  const { waiting, attention, state } = seat.workspace.engine.status()
  const { name, email } = seat.workspace.principal()
  return {
    state: 'locked',
    server: infoOf(seat.server),
    who: { name, email },
    reason: 'offline-too-long',
    opensBy: state === 'sign-in' ? 'sign-in' : 'keychain',
    waiting,
    attention,
    signingIn: isSigningIn,
    offline: { days: offline.days, lastContactAt: offline.lastContactAt },
    problem: facts.trouble,
  }
}
