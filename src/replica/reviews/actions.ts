import {
  type AccessNow,
  type AccountId,
  accessAt,
  type Intent,
  type ReviewAction,
  type ReviewConflict,
  type ReviewDecisions,
  type ReviewSnapshot,
  reviewActions,
} from '@gatehouse/contract'
import type { Sql } from '../database.ts'
import type { Opened } from '../queries/context.ts'
import { accessTable, lookUp } from './freeze.ts'

/** What a decided review would do now, as ordinary changes, and what of it no longer holds. */
export function actionsNow(
  sql: Sql,
  opened: Opened,
  { snapshot, decisions }: { snapshot: ReviewSnapshot; decisions: ReviewDecisions },
  now: Date,
): { actions: { action: ReviewAction; intent: Intent }[]; conflicts: ReviewConflict[] } {
  const { rows, columns } = lookUp(accessTable(sql, opened, now))
  const current: AccessNow = {
    membership: (id) => rows.get(id)?.row ?? null,
    sources(id, applicationId) {
      const column = columns.get(applicationId)
      const person = rows.get(id)
      return person && column !== undefined ? accessAt(person, column) : []
    },
  }
  const { actions, conflicts } = reviewActions(snapshot, decisions, current)
  const { id } = opened.account
  return { conflicts, actions: actions.map((action) => ({ action, intent: intentOf(id, action) })) }
}

function intentOf(accountId: AccountId, action: ReviewAction): Intent {
  const { membershipId } = action.person
  if (action.kind === 'remove') return { name: 'memberships.remove', args: { accountId, membershipId } }
  if (action.kind === 'ungrant') {
    const { applicationId } = action
    return { name: 'grants.remove', args: { accountId, membershipId, applicationId } }
  }
  const { change, baseVersion } = action
  if ('role' in change) {
    const { role } = change
    return { name: 'memberships.setPermissions', args: { accountId, membershipId, role, baseVersion } }
  }
  const { endsAt } = change
  return { name: 'memberships.setEnd', args: { accountId, membershipId, endsAt, baseVersion } }
}
