import { type AccountId, assertNever, type BootstrapLine } from '@gatehouse/contract'
import { noteAccess } from '../notifications/access.ts'
import { refuseAllOf, sendAgain } from '../outbox/moves.ts'
import type { BootstrapStep } from '../port.ts'
import {
  markLoaded,
  putEntry,
  readEntry,
  readLoading,
  removeAccount,
  removeAccounts,
  removeEverything,
} from '../repositories/accounts.ts'
import { putAdministrators } from '../repositories/administrators.ts'
import { removeStrayLabels } from '../repositories/labels.ts'
import { beginListing, endListing, list, takeUnlisted } from '../repositories/listing.ts'
import { readMeta, writeMeta } from '../repositories/meta.ts'
import { removeStrayNotifications } from '../repositories/notifications.ts'
import { accountNumber } from '../repositories/numbers.ts'
import { endBulk } from '../repositories/people.ts'
import { removeStrayReceipts } from '../repositories/receipts.ts'
import { removeStrayReviewTexts } from '../repositories/review-documents.ts'
import { applications, environments, putPrincipal } from '../repositories/rows.ts'
import type { Write } from '../write.ts'
import { forgetEnvironments, purge, touchAccount } from './accounts.ts'
import { createLoader, type Loader } from './loader.ts'

/** Lines of a bootstrap, to be called inside a rebase. Until `end` has come there is no cursor to go on from. */
export function applyBootstrapLines(write: Write, lines: readonly BootstrapLine[], now: Date): void {
  const loader = createLoader(write)
  for (const line of lines) {
    // Beginning, end and a directory that is whole look at all rows.
    if (line.type === 'start' || line.type === 'usable' || line.type === 'end') loader.flush()
    if (line.type === 'start' && line.resumed) goOn(write, line.cursor)
    else if (line.type === 'start') start(write, line.cursor, now)
    else if (line.type === 'end') end(write)
    else applyLine(write, line, now, loader)
  }
  loader.flush()
}

/** What main is told of lines that were applied. */
export function stepOf(lines: readonly BootstrapLine[]): Omit<BootstrapStep, 'touched'> {
  const step: Omit<BootstrapStep, 'touched'> = {
    start: null,
    accounts: 0,
    rows: 0,
    usable: false,
    ended: false,
    principal: null,
  }
  for (const line of lines) {
    if (line.type === 'start') {
      step.start = { accounts: line.accounts, rows: line.rows, resumed: line.resumed ?? false }
    } else if (line.type === 'rows') step.rows += line.batch.rows.length
    else if (line.type === 'account') step.accounts += 1
    else if (line.type === 'usable') step.usable = true
    else if (line.type === 'principal') step.principal = line.row
    else if (line.type === 'end') step.ended = true
  }
  return step
}

function start(write: Write, cursor: string, now: Date): void {
  const { sql } = write
  endListing(sql)
  removeEverything(sql)
  const { epoch } = placeOf(cursor)
  if (isOfAnotherFeed(write, cursor)) sendAgain(write)
  writeMeta(sql, 'epoch', epoch)
  writeMeta(sql, 'cursor', null)
  writeMeta(sql, 'coversBelow', null)
  writeMeta(sql, 'usable', null)
  writeMeta(sql, 'nextCursor', cursor)
  writeMeta(sql, 'nextSyncedAt', now.toISOString())
  touchAll(write)
}

/**
 * Whether the numbers of before mean nothing any more: the server began another feed, or its database was brought back
 * to an earlier state without beginning one, so the feed stands before what this copy has seen.
 */
function isOfAnotherFeed({ sql }: Write, cursor: string): boolean {
  const { epoch, transaction } = placeOf(cursor)
  const epochBefore = readMeta(sql, 'epoch')
  if (epochBefore !== null && epochBefore !== epoch) return true
  const before = readMeta(sql, 'cursor') ?? readMeta(sql, 'nextCursor')
  return before !== null && placeOf(before).transaction > transaction
}

function placeOf(cursor: string): { epoch: string; transaction: bigint } {
  const [epoch = '', transaction = ''] = cursor.split('.')
  return { epoch, transaction: BigInt(transaction) }
}

/** Complete accounts stay; what the directory no longer holds goes when it has come anew. */
function goOn(write: Write, cursor: string): void {
  if (readMeta(write.sql, 'nextCursor') !== cursor) throw new Error('a bootstrap goes on that never started')
  beginListing(write.sql)
  touchAll(write)
}

function end(write: Write): void {
  const { sql } = write
  const cursor = readMeta(sql, 'nextCursor')
  if (cursor === null) throw new Error('a bootstrap ended that never started')
  writeMeta(sql, 'cursor', cursor)
  writeMeta(sql, 'syncedAt', readMeta(sql, 'nextSyncedAt'))
  writeMeta(sql, 'nextCursor', null)
  writeMeta(sql, 'nextSyncedAt', null)
  writeMeta(sql, 'loadingStopped', null)
  removeStrayLabels(sql)
  removeStrayNotifications(sql)
  removeStrayReceipts(sql)
  removeStrayReviewTexts(sql)
  const waited = sql.all<{ id: AccountId }>(
    `select distinct account_id as id from outbox where state = 'waiting'`,
  )
  for (const { id } of waited) if (accountNumber(sql, id) === null) refuseAllOf(write, id)
  endBulk(sql)
  touchAll(write)
}

type RowLine = Exclude<BootstrapLine, { type: 'start' } | { type: 'end' }>

function applyLine(write: Write, line: RowLine, now: Date, loader: Loader): void {
  const { sql } = write
  switch (line.type) {
    case 'principal':
      putPrincipal(sql, line.row)
      write.touch('account', null)
      break
    case 'environments':
      for (const row of line.rows) {
        environments.put(sql, row)
        list(sql, row.id)
      }
      write.touch('application', null)
      break
    case 'applications':
      for (const row of line.rows) {
        applications.put(sql, row)
        list(sql, row.id)
      }
      write.touch('application', null)
      break
    case 'directory':
      for (const row of line.rows) {
        putEntry(sql, row)
        list(sql, row.account.id)
        write.touch('account', row.account.id)
      }
      break
    case 'administrators':
      putAdministrators(write, line.environmentId, line.rows)
      break
    case 'usable':
      removeUnlisted(write)
      writeMeta(sql, 'usable', 'yes')
      write.touch('account', null)
      break
    case 'rows':
      if (readLoading(sql, line.accountId)?.isKept) loader.put(line.accountId, line.batch)
      break
    case 'account':
      markLoaded(sql, line.accountId, now.toISOString())
      touchAccount(write, line.accountId)
      break
    default:
      assertNever(line)
  }
}

/** With the directory whole, accounts that it doesn't hold any more go. */
function removeUnlisted(write: Write): void {
  const gone = takeUnlisted(write.sql)
  removeAccounts(write.sql, gone, { entry: true })
  for (const accountId of gone) touchAccount(write, accountId)
}

/**
 * One account as a whole in place of what was known of it, to be called inside a rebase. `null`: it may no longer be
 * seen. The lines have to be complete, as what they don't hold is removed.
 */
export function replaceAccount(
  write: Write,
  accountId: AccountId,
  lines: readonly BootstrapLine[] | null,
  now: Date,
): void {
  if (lines === null) {
    purge(write, accountId)
    forgetEnvironments(write)
    return
  }
  if (lines.at(-1)?.type !== 'end') throw new Error('a snapshot was cut short')
  const before = readEntry(write.sql, accountId)
  removeAccount(write.sql, accountId, { entry: false })
  const loader = createLoader(write)
  for (const line of lines) {
    if (line.type !== 'start' && line.type !== 'end') applyLine(write, line, now, loader)
  }
  loader.flush()
  touchAccount(write, accountId)
  noteAccess(write, accountId, before, now)
  // What a purge has left until this account was here.
  forgetEnvironments(write)
}

const allTables = [
  'account',
  'application',
  'accountApplication',
  'membership',
  'grant',
  'invitation',
  'service',
  'template',
  'review',
  'activity',
  'outbox',
  'myInvitation',
  'notification',
] as const

function touchAll(write: Write): void {
  for (const table of allTables) write.touch(table, null)
}
