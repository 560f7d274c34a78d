import type { Account, AccountApplication } from '@gatehouse/contract'
import { toAccountApplication } from '../../repositories/rows.ts'
import type { WriteContext } from '../context.ts'
import { record } from '../record.ts'
import { assignmentChange } from './applications.ts'

/**
 * What a new account has from the start: the default application of its environment, an inactive one too, and
 * nothing else but what the environment auto-assigns, which needs no row. Answers the rows it made: one, or none
 * where there is no default application. The account's own row has to be there already.
 */
export async function applicationsOfNewAccount(
  write: WriteContext,
  account: Pick<Account, 'id' | 'environmentId'>,
): Promise<AccountApplication[]> {
  const { tx, now } = write
  const application = await tx
    .selectFrom('application')
    .select(['id', 'name'])
    .where('environment_id', '=', account.environmentId)
    .where('is_default', '=', true)
    .executeTakeFirst()
  if (!application) return []
  const row = await tx
    .insertInto('account_application')
    .values({ account_id: account.id, application_id: application.id, assigned_at: now })
    .returningAll()
    .executeTakeFirstOrThrow()
  await record(
    write,
    account.id,
    [assignmentChange(account.id, application.id, 'put')],
    [
      {
        action: 'application.assigned',
        targetKind: 'application',
        targetId: application.id,
        targetName: application.name,
        after: { autoAssign: false, isDefault: true },
      },
    ],
  )
  return [toAccountApplication(row)]
}
