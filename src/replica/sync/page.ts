import { type AccountId, assertNever, type Change, type ChangesPage, type Grant } from '@gatehouse/contract'
import { noteGrant } from '../notifications/access.ts'
import { noteEndings } from '../notifications/endings.ts'
import { noteRefusedRevocations, noteReview } from '../notifications/reviews.ts'
import { dropCovered } from '../outbox/moves.ts'
import { nameOf, putEntry, readLoading } from '../repositories/accounts.ts'
import { putAdministrators } from '../repositories/administrators.ts'
import { grants, removeApplicationRows } from '../repositories/grants.ts'
import { readMeta, writeMeta } from '../repositories/meta.ts'
import { applications, environments, putPrincipal } from '../repositories/rows.ts'
import { forgetSettledDrafts } from '../reviews/drafts.ts'
import type { Write } from '../write.ts'
import { deleteRow, forgetEnvironments, purge, putRows } from './accounts.ts'

/** A page of the feed, to be called inside a rebase. Applying one twice does no harm. */
export function applyPage(
  write: Write,
  page: ChangesPage,
  now: Date,
): { myInvitationsDue: boolean; accessEnded: string[] } {
  const { sql } = write
  // Nothing of them stays, so their names are told while they are known.
  const accessEnded = page.changes.flatMap((change) =>
    change.type === 'purge' ? (nameOf.account(sql, change.accountId) ?? []) : [],
  )
  for (const change of page.changes) applyChange(write, change, now)
  if (page.changes.some(({ type }) => type === 'purge')) forgetEnvironments(write)
  dropCovered(write, page.coversBelow)
  if (page.changes.some((change) => change.type === 'put' && change.batch.entity === 'review'))
    forgetSettledDrafts(sql)
  // Of a bootstrap that was stopped: it goes on from here, and what is complete needn't come again.
  const isLoading = readMeta(sql, 'cursor') === null && readMeta(sql, 'nextCursor') !== null
  writeMeta(sql, isLoading ? 'nextCursor' : 'cursor', page.cursor)
  writeMeta(sql, 'coversBelow', page.coversBelow)
  // With more to come this copy is not up to date yet.
  if (!page.more) writeMeta(sql, isLoading ? 'nextSyncedAt' : 'syncedAt', now.toISOString())
  if (!page.more) {
    noteEndings(write, now)
    noteRefusedRevocations(write, now)
  }
  return { accessEnded, myInvitationsDue: page.changes.some(({ type }) => type === 'myInvitations') }
}

function applyChange(write: Write, change: Change, now: Date): void {
  const { sql } = write
  switch (change.type) {
    case 'put':
      // Rows of an account that is not in the directory have no business here; its snapshot will bring them.
      if (!readLoading(sql, change.accountId)?.isKept) break
      if (change.batch.entity === 'grant')
        for (const row of change.batch.rows) noteGranted(write, change.accountId, row, now)
      if (change.batch.entity === 'review') for (const row of change.batch.rows) noteReview(write, row, now)
      putRows(write, change.accountId, change.batch)
      break
    case 'delete':
      if (change.target.entity === 'grant') noteRevoked(write, change.accountId, change.target.key, now)
      deleteRow(write, change.accountId, change.target)
      break
    case 'directory':
      putEntry(sql, change.row)
      write.touch('account', change.row.account.id)
      break
    case 'snapshot':
      sql.run('insert or ignore into snapshot_due (account_id) values (?)', change.accountId)
      break
    case 'purge':
      purge(write, change.accountId)
      break
    case 'environment':
      environments.put(sql, change.row)
      write.touch('application', null)
      write.touch('account', null)
      break
    case 'application':
      applications.put(sql, change.row)
      write.touch('application', null)
      break
    case 'applicationDeleted':
      applications.delete(sql, change.applicationId)
      removeApplicationRows(sql, change.applicationId)
      write.touch('application', null)
      break
    case 'principal':
      putPrincipal(sql, change.row)
      write.touch('account', null)
      break
    case 'administrators':
      putAdministrators(write, change.environmentId, change.rows)
      break
    case 'myInvitations':
      break
    default:
      assertNever(change)
  }
}

type GrantKey = Pick<Grant, 'membershipId' | 'applicationId'>

function isThere({ sql }: Write, accountId: AccountId, { membershipId, applicationId }: GrantKey): boolean {
  return grants.get(sql, accountId, membershipId, applicationId) !== null
}

function noteGranted(write: Write, accountId: AccountId, key: GrantKey, now: Date): void {
  noteGrant(write, accountId, key, 'application-given', isThere(write, accountId, key), now)
}

function noteRevoked(write: Write, accountId: AccountId, key: GrantKey, now: Date): void {
  noteGrant(write, accountId, key, 'application-taken', !isThere(write, accountId, key), now)
}
