import {
  type ApplicationId,
  type DirectoryEntry,
  type Impact,
  isOnAccount,
  ok,
  type Result,
} from '@gatehouse/contract'
import type { Database } from '../../db/database.ts'
import { factsOf, findOnAccount, impact } from '../applications/account-applications.ts'
import type { Outcome } from './bulk.ts'

export type BulkImpactChange = 'assign' | 'assign_auto' | 'unassign'

/** Who would gain and lose access in one account if the application were assigned to it or taken from it. */
export async function bulkImpact(
  db: Database,
  entry: DirectoryEntry,
  applicationId: ApplicationId,
  change: BulkImpactChange,
  now: Date,
): Promise<Result<Impact>> {
  if (change === 'unassign') return impact(db, entry, applicationId, 'unassign', now)
  const counted = await impact(db, entry, applicationId, 'enable_auto_assign', now)
  if (!counted.ok) return counted
  const found = await findOnAccount(db, entry, applicationId)
  const isThere = found !== null && isOnAccount(factsOf(found))
  // What is on the account already stays as it is, and without auto-assignment nobody has it until it is granted.
  return change === 'assign' || isThere ? ok({ ...counted.value, gain: 0 }) : counted
}

/** The sums of those that weren't refused. */
export function totalsOf(outcomes: readonly Outcome<Impact>[]): Impact {
  const totals: Impact = { gain: 0, lose: 0, keepByGrant: 0, keepByEnvironment: 0 }
  for (const outcome of outcomes) {
    if (!outcome.ok) continue
    for (const name of Object.keys(totals) as (keyof Impact)[]) totals[name] += outcome.value[name]
  }
  return totals
}
