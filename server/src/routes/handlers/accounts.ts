import { findEntry } from '../../repositories/access.ts'
import { moveAccount } from '../../services/accounts/account-status.ts'
import { summarizeAccount } from '../../services/accounts/account-summary.ts'
import { deleteAccount, editAccount } from '../../services/accounts/accounts.ts'
import { listAdministrators } from '../../services/accounts/administrators.ts'
import { listAccounts } from '../../services/reading.ts'
import { ok, okOr, unknownAccount } from '../answers.ts'
import type { HandlersOf } from '../handler.ts'

export const accountHandlers: HandlersOf<'accounts'> = {
  'accounts.list': ({ db, principal, now, query }) => listAccounts(db, principal, now, query),
  'accounts.get': async ({ db, principal, now, params }) =>
    okOr(await findEntry(db, principal, params.accountId, now), unknownAccount),
  'accounts.summary': async ({ db, entry, now }) => ok(await summarizeAccount(db, entry, now)),
  'accounts.administrators': async ({ db, entry }) =>
    ok({ items: await listAdministrators(db, { id: entry.account.environmentId }) }),
  'accounts.edit': ({ write, entry, body }) => editAccount(write, entry, body),
  'accounts.suspend': ({ write, entry, body }) => moveAccount(write, entry, 'suspend', body.reason),
  'accounts.resume': ({ write, entry, body }) => moveAccount(write, entry, 'resume', body.reason),
  'accounts.close': ({ write, entry, body }) => moveAccount(write, entry, 'close', body.reason),
  'accounts.reopen': ({ write, entry, body }) => moveAccount(write, entry, 'reopen', body.reason),
  'accounts.delete': ({ write, entry, body }) => deleteAccount(write, entry, body),
}
