import { type AccountId, type AccountRows, assertNever, type Change } from '@gatehouse/contract'
import { refuseAllOf } from '../outbox/moves.ts'
import {
  accountApplications,
  activities,
  reviews,
  services,
  templates,
} from '../repositories/account-rows.ts'
import { removeAccount, removeForeignEnvironments } from '../repositories/accounts.ts'
import { grants } from '../repositories/grants.ts'
import { invitations } from '../repositories/invitations.ts'
import { memberships } from '../repositories/memberships.ts'
import type { Write } from '../write.ts'

/** Confirmed rows of one account, as the server sent them. */
export function putRows(write: Write, accountId: AccountId, batch: AccountRows): void {
  const { sql } = write
  switch (batch.entity) {
    case 'accountApplication':
      for (const row of batch.rows) accountApplications.put(sql, row)
      break
    case 'membership':
      for (const row of batch.rows) memberships.put(sql, row)
      break
    case 'grant':
      for (const row of batch.rows) grants.put(sql, row)
      break
    case 'invitation':
      for (const row of batch.rows) invitations.put(sql, row)
      break
    case 'service':
      for (const row of batch.rows) services.put(sql, row)
      break
    case 'template':
      for (const row of batch.rows) templates.put(sql, row)
      break
    case 'review':
      for (const row of batch.rows) reviews.put(sql, row)
      break
    case 'activity':
      for (const row of batch.rows) activities.put(sql, row)
      break
    default:
      assertNever(batch)
  }
  write.touch(batch.entity, accountId)
}

type Target = Extract<Change, { type: 'delete' }>['target']

export function deleteRow(write: Write, accountId: AccountId, target: Target): void {
  const { sql } = write
  switch (target.entity) {
    case 'accountApplication':
      accountApplications.delete(sql, accountId, target.key.applicationId)
      break
    case 'grant':
      grants.delete(sql, accountId, target.key.membershipId, target.key.applicationId)
      break
    case 'membership':
      memberships.delete(sql, accountId, target.key.id)
      break
    case 'invitation':
      invitations.delete(sql, accountId, target.key.id)
      break
    case 'service':
      services.delete(sql, accountId, target.key.id)
      break
    case 'template':
      templates.delete(sql, accountId, target.key.id)
      break
    case 'review':
      reviews.delete(sql, accountId, target.key.id)
      break
    case 'activity':
      activities.delete(sql, accountId, target.key.id)
      break
    default:
      assertNever(target)
  }
  write.touch(target.entity, accountId)
}

const accountTables = [
  'account',
  'accountApplication',
  'membership',
  'grant',
  'invitation',
  'service',
  'template',
  'review',
  'activity',
] as const

export function touchAccount(write: Write, accountId: AccountId): void {
  for (const table of accountTables) write.touch(table, accountId)
}

/** The principal may no longer see the account: nothing of it stays but the changes that asked for it. */
export function purge(write: Write, accountId: AccountId): void {
  removeAccount(write.sql, accountId, { entry: true })
  refuseAllOf(write, accountId)
  touchAccount(write, accountId)
}

/** With its last account gone, an environment is nothing that the principal may know of. */
export function forgetEnvironments(write: Write): void {
  if (removeForeignEnvironments(write.sql)) write.touch('application', null)
}
