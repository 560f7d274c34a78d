import type { Result } from '@gatehouse/contract'
import { type QueryInput, type QueryOutput, queries } from '../../ipc/contract.ts'
import type { Sql } from '../database.ts'
import type { ReplicaQueryName } from '../port.ts'
import { getAccount, listAccounts } from './accounts.ts'
import { listActivity } from './activity.ts'
import { listApplications, listApplicationUsers, listAssignable } from './applications.ts'
import type { Handler, QueryContext } from './context.ts'
import { getDashboard } from './dashboard.ts'
import { findDuplicates } from './duplicates.ts'
import { previewImpact } from './impact.ts'
import { listInvitations, listMyInvitations } from './invitations.ts'
import { getOfflineSummary, getRecovery, listOfflineAccounts } from './offline.ts'
import { listOutbox } from './outbox.ts'
import { getRoles } from './roles.ts'
import { findAnything } from './search.ts'
import { listServices } from './services.ts'
import { getUser, listUsers } from './users.ts'
import { pageKeys, pageUsers, someUsers } from './users-page.ts'
import { whoHasAccess } from './who.ts'

const handlers: { [N in ReplicaQueryName]: Handler<N> } = {
  'access.who': whoHasAccess,
  'accounts.list': listAccounts,
  'accounts.get': getAccount,
  'dashboard.get': getDashboard,
  'applications.list': listApplications,
  'applications.assignable': listAssignable,
  'applications.impact': previewImpact,
  'applications.users': listApplicationUsers,
  'users.list': listUsers,
  'users.get': getUser,
  'users.page': pageUsers,
  'users.keys': pageKeys,
  'users.some': someUsers,
  'users.duplicates': findDuplicates,
  'users.roles': getRoles,
  'invitations.list': listInvitations,
  'invitations.mine': listMyInvitations,
  'services.list': listServices,
  'activity.list': listActivity,
  'outbox.list': listOutbox,
  'search.find': findAnything,
  'offline.summary': getOfflineSummary,
  'offline.recovery': getRecovery,
  'offline.accounts': listOfflineAccounts,
}

/**
 * Answers a query from the tables, as the principal may see them: `not_found` for an account that isn't here,
 * `forbidden` where a permission is lacking.
 */
export function answer<N extends ReplicaQueryName>(
  sql: Sql,
  name: N,
  input: QueryInput<N>,
  now: Date,
): Result<QueryOutput<N>> {
  const handle = handlers[name] as (context: QueryContext, input: unknown) => Result<QueryOutput<N>>
  return handle({ sql, now }, queries[name].input.parse(input))
}
