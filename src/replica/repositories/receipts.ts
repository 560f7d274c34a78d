import type { AccountId } from '@gatehouse/contract'
import type { Sql } from '../database.ts'

// What became of changes that were made together names accounts and people, so it goes with the account. A line whose
// change is still in the outbox stays for as long as that does: it is the user's to decide.

export function removeReceipts(sql: Sql, accountId: AccountId): void {
  sql.run(`delete from batch_line where account_id = ? and state <> 'queued'`, accountId)
  removeEmpty(sql)
}

/** Of accounts that aren't in the directory, once that is here as a whole. */
export function removeStrayReceipts(sql: Sql): void {
  sql.run(
    `delete from batch_line
     where state <> 'queued' and unhex(replace(account_id, '-', '')) not in (select id from account)`,
  )
  removeEmpty(sql)
}

function removeEmpty(sql: Sql): void {
  sql.run('delete from batch where n not in (select batch from batch_line)')
}
