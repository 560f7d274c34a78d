import type { AccessSource } from '../entities/application.ts'
import type { Membership } from '../entities/membership.ts'
import type {
  MembershipChange,
  ReviewConflict,
  ReviewDecisions,
  ReviewSnapshot,
  SnapshotPerson,
} from '../entities/review-documents.ts'
import type { ApplicationId, MembershipId } from '../ids.ts'
import { accessAt, decisionAt, membershipCell } from './review-cells.ts'

/** How it is now, of what a snapshot looked at. */
export interface AccessNow {
  membership(id: MembershipId): Pick<Membership, 'role' | 'isOwner' | 'version'> | null
  /** Why the user has the application now; none without access. */
  sources(id: MembershipId, applicationId: ApplicationId): readonly AccessSource[]
}

/** What a decided review does: one ordinary change for each. */
export type ReviewAction =
  | { kind: 'remove'; place: number; person: SnapshotPerson }
  | { kind: 'change'; place: number; person: SnapshotPerson; change: MembershipChange; baseVersion: number }
  | { kind: 'ungrant'; place: number; person: SnapshotPerson; cell: number; applicationId: ApplicationId }

/**
 * What has to be done now for what was decided, and what of it no longer holds. A user who is removed needs no more
 * than that. Whoever is gone, owns the account by now, has another role or no longer has what is to be revoked is a
 * conflict, never passed over.
 */
export function reviewActions(
  snapshot: ReviewSnapshot,
  decisions: ReviewDecisions,
  now: AccessNow,
): { actions: ReviewAction[]; conflicts: ReviewConflict[] } {
  const actions: ReviewAction[] = []
  const conflicts: ReviewConflict[] = []
  const changes = new Map(decisions.changes.map(({ person, change }) => [person, change]))
  snapshot.people.forEach((person, place) => {
    const cells = decisions.cells[place]
    const conflict = (cell: number, kind: ReviewConflict['kind']) =>
      conflicts.push({ person: place, cell, kind })
    const membership = now.membership(person.membershipId)
    if (!membership) {
      conflict(membershipCell, 'gone')
      return
    }
    const isOwnerNow = membership.isOwner && !person.isOwner
    if (isOwnerNow) conflict(membershipCell, 'became-owner')
    else if (membership.role !== person.role) conflict(membershipCell, 'role-changed')
    const decided = decisionAt(cells, membershipCell)
    if (decided === 'revoke' && !isOwnerNow) {
      actions.push({ kind: 'remove', place, person })
      return
    }
    const change = changes.get(place)
    if (decided === 'change' && change && !isOwnerNow)
      actions.push({ kind: 'change', place, person, change, baseVersion: membership.version })
    snapshot.applications.forEach(({ id }, application) => {
      if (accessAt(person, application).length === 0) return
      const cell = application + 1
      const isRevoked = decisionAt(cells, cell) === 'revoke'
      const sources = now.sources(person.membershipId, id)
      if (sources.length === 0) conflict(cell, 'lost')
      if (isRevoked && sources.some((source) => source !== 'grant')) conflict(cell, 'gained')
      if (isRevoked && sources.includes('grant'))
        actions.push({ kind: 'ungrant', place, person, cell, applicationId: id })
    })
  })
  return { actions, conflicts }
}
