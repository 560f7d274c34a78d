import {
  type AccountId,
  accountApplicationSchema,
  assertNever,
  grantSchema,
  invitationSchema,
  predict,
  type RowChange,
} from '@gatehouse/contract'
import type { Sql } from '../database.ts'
import { accountApplications } from '../repositories/account-rows.ts'
import { grants } from '../repositories/grants.ts'
import { invitations } from '../repositories/invitations.ts'
import { createView } from '../repositories/view.ts'
import type { Write } from '../write.ts'
import { readQueue } from './rows.ts'

/** Entities that changes made on this machine can overlay. */
export type OverlayEntity = RowChange['entity']

interface Shadow {
  entity: OverlayEntity
  accountId: AccountId
  key: string
  /** The confirmed row as JSON; null where the server knows none. */
  confirmed: string | null
}

/**
 * Runs `work` on confirmed rows alone: takes the overlay off, lets `work` write what the server said, and puts what
 * still waits back on top, in order and as of the time at which each change was made. A change that can't be predicted
 * any more stays queued without rows of its own: the server decides. Of one account, or of all.
 */
export function rebase<T>(write: Write, accountId: AccountId | null, work: () => T): T {
  restore(write, accountId)
  const result = work()
  replay(write, accountId)
  return result
}

/** Writes the rows of a prediction, keeping the confirmed version of each aside first. */
export function overlay(write: Write, changes: readonly RowChange[]): void {
  for (const change of changes) {
    keepConfirmed(write.sql, change)
    apply(write, change)
  }
}

function restore(write: Write, accountId: AccountId | null): void {
  const { sql } = write
  const select = 'select entity, account_id as accountId, key, confirmed from shadow'
  const shadows = accountId
    ? sql.all<Shadow>(`${select} where account_id = ?`, accountId)
    : sql.all<Shadow>(select)
  for (const shadow of shadows) apply(write, confirmedChange(shadow))
  if (accountId) sql.run('delete from shadow where account_id = ?', accountId)
  else sql.run('delete from shadow')
}

function replay(write: Write, accountId: AccountId | null): void {
  const view = createView(write.sql)
  for (const { seq, intent, state, createdAt, predicted } of readQueue(write.sql, accountId)) {
    if (state === 'refused' || intent === null) continue
    const prediction = predict(intent, { view, now: new Date(createdAt) })
    if (prediction.ok) overlay(write, prediction.value)
    if (prediction.ok !== predicted)
      write.sql.run('update outbox set predicted = ? where seq = ?', prediction.ok ? 1 : 0, seq)
  }
}

function keepConfirmed(sql: Sql, change: RowChange): void {
  const { accountId, key } = placeOf(change)
  const known = sql.get(
    'select 1 from shadow where entity = ? and account_id = ? and key = ?',
    change.entity,
    accountId,
    key,
  )
  // Where an earlier change overlays the row already, what stands there is no confirmed version.
  if (known) return
  const row = currentRow(sql, change)
  sql.run(
    'insert into shadow (entity, account_id, key, confirmed) values (?, ?, ?, ?)',
    change.entity,
    accountId,
    key,
    row ? JSON.stringify(row) : null,
  )
}

/** Keys of grants begin with the membership, so that all of one user are found by a prefix. */
export function grantKey(membershipId: string, applicationId: string): string {
  return `${membershipId}/${applicationId}`
}

function placeOf(change: RowChange): { accountId: AccountId; key: string } {
  const target = change.op === 'put' ? change.row : change
  if ('id' in target) return { accountId: target.accountId, key: target.id }
  if ('membershipId' in target)
    return { accountId: target.accountId, key: grantKey(target.membershipId, target.applicationId) }
  return { accountId: target.accountId, key: target.applicationId }
}

function currentRow(sql: Sql, change: RowChange): object | null {
  const { accountId, key } = placeOf(change)
  switch (change.entity) {
    case 'accountApplication':
      return accountApplications.get(sql, accountId, key)
    case 'grant':
      return grants.get(sql, accountId, ...key.split('/'))
    case 'invitation':
      return invitations.get(sql, accountId, key)
    default:
      return assertNever(change)
  }
}

function apply(write: Write, change: RowChange | ConfirmedGone): void {
  const { sql } = write
  switch (change.entity) {
    case 'accountApplication':
      if (change.op === 'put') accountApplications.put(sql, change.row)
      else accountApplications.delete(sql, change.accountId, change.applicationId)
      break
    case 'grant':
      if (change.op === 'put') grants.put(sql, change.row)
      else grants.delete(sql, change.accountId, change.membershipId, change.applicationId)
      break
    case 'invitation':
      if (change.op === 'put') invitations.put(sql, change.row)
      else invitations.delete(sql, change.accountId, change.id)
      break
    default:
      assertNever(change)
  }
  write.touch(change.entity, change.op === 'put' ? change.row.accountId : change.accountId)
}

type ConfirmedGone =
  | { op: 'delete'; entity: 'invitation'; accountId: AccountId; id: string }
  | { op: 'delete'; entity: 'accountApplication'; accountId: AccountId; applicationId: string }
  | { op: 'delete'; entity: 'grant'; accountId: AccountId; membershipId: string; applicationId: string }

/** The write that brings the confirmed version back. */
function confirmedChange({ entity, accountId, key, confirmed }: Shadow): RowChange | ConfirmedGone {
  const row: unknown = confirmed === null ? null : JSON.parse(confirmed)
  switch (entity) {
    case 'accountApplication':
      return row
        ? { op: 'put', entity, row: accountApplicationSchema.parse(row) }
        : { op: 'delete', entity, accountId, applicationId: key }
    case 'grant': {
      const [membershipId = '', applicationId = ''] = key.split('/')
      return row
        ? { op: 'put', entity, row: grantSchema.parse(row) }
        : { op: 'delete', entity, accountId, membershipId, applicationId }
    }
    case 'invitation':
      return row
        ? { op: 'put', entity, row: invitationSchema.parse(row) }
        : { op: 'delete', entity, accountId, id: key }
    default:
      return assertNever(entity)
  }
}
