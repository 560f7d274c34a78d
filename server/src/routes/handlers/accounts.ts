import { findEntry } from '../../repositories/access.ts'
import { listAccounts } from '../../services/reading.ts'
import { okOr, unknownAccount } from '../answers.ts'
import type { HandlersOf } from '../handler.ts'

export const accountHandlers: HandlersOf<'accounts'> = {
  'accounts.list': ({ db, principal, now, query }) => listAccounts(db, principal, now, query),
  'accounts.get': async ({ db, principal, now, params }) =>
    okOr(await findEntry(db, principal, params.accountId, now), unknownAccount),
}
