import { type AccountId, fail, ok, problem, type Result } from '@gatehouse/contract'
import { rebase } from '../outbox/overlay.ts'
import { readEntry, removeAccount } from '../repositories/accounts.ts'
import { toBytes } from '../repositories/ids.ts'
import { removeFetchedTexts } from '../repositories/review-documents.ts'
import type { Write } from '../write.ts'
import { touchAccount } from './accounts.ts'

/**
 * The user's choice whether an account's rows are on this computer. Not kept, they leave at once and none come any
 * more; its line in the directory stays, and so do changes that wait: they are still sent. Kept again, all of it is
 * due to be fetched. Outlives what is fetched. Problem: `not_found`.
 */
export function keepAccount(write: Write, accountId: AccountId, kept: boolean): Result<void> {
  const { sql } = write
  if (!readEntry(sql, accountId)) return fail(problem('not_found'))
  const choice = kept
    ? 'delete from account_not_kept where account_id = ?'
    : 'insert or ignore into account_not_kept (account_id) values (?)'
  // Said again it changes nothing: what is here is not to be fetched twice.
  if (sql.run(choice, accountId) === 0) return ok(undefined)
  if (kept) {
    sql.run('update account set kept = 1 where id = ?', toBytes(accountId))
    sql.run('insert or ignore into snapshot_due (account_id) values (?)', accountId)
  } else {
    rebase(write, accountId, () => {
      removeAccount(sql, accountId, { entry: false })
      removeFetchedTexts(sql, accountId)
      sql.run('update account set kept = 0, loaded_at = null where id = ?', toBytes(accountId))
    })
  }
  touchAccount(write, accountId)
  write.touch('outbox', accountId)
  return ok(undefined)
}
