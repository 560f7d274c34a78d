import { type MembershipId, normalizeAddress, type Principal, type ReplicaView } from '@gatehouse/contract'
import type { Sql, SqlValue } from '../database.ts'
import { readEntry } from './accounts.ts'
import { accountApplications, applications, grants, invitations, memberships, principals } from './rows.ts'

type Stored = Record<string, SqlValue>

export function readPrincipal(sql: Sql): Principal | null {
  const stored = sql.get<Stored>(`select ${principals.columns()} from principal`)
  return stored ? principals.decode(stored, sql) : null
}

/** What predictions look at: the tables as they stand, waiting changes included. */
export function createView(sql: Sql): ReplicaView {
  return {
    principal() {
      const principal = readPrincipal(sql)
      if (!principal) throw new Error('the replica has no principal yet')
      return principal
    },
    account: (accountId) => readEntry(sql, accountId)?.account ?? null,
    access: (accountId) => readEntry(sql, accountId)?.access ?? null,
    application: (applicationId) => applications.get(sql, applicationId),
    accountApplication: (accountId, applicationId) => accountApplications.get(sql, accountId, applicationId),
    membership: (accountId, membershipId) => memberships.get(sql, accountId, membershipId),
    activeMembershipIds: (accountId) =>
      sql
        .all<{ id: MembershipId }>(
          `select id from membership where account_id = ? and status = 'active' order by id`,
          accountId,
        )
        .map(({ id }) => id),
    membershipByEmail(accountId, email) {
      const stored = sql.get<Stored>(
        `select ${memberships.columns()} from membership where account_id = ? and email_normal = ?`,
        accountId,
        normalizeAddress(email),
      )
      return stored ? memberships.decode(stored, sql) : null
    },
    grant: (accountId, membershipId, applicationId) =>
      grants.get(sql, accountId, membershipId, applicationId),
    grantsOfApplication: (accountId, applicationId) =>
      sql
        .all<Stored>(
          `select ${grants.columns()} from grant_ where account_id = ? and application_id = ?`,
          accountId,
          applicationId,
        )
        .map((stored) => grants.decode(stored, sql)),
    invitation: (accountId, invitationId) => invitations.get(sql, accountId, invitationId),
    pendingInvitation(accountId, email, now) {
      const stored = sql.get<Stored>(
        `select ${invitations.columns()} from invitation
          where account_id = ? and email_normal = ? and status = 'pending' and expires_at > ?`,
        accountId,
        normalizeAddress(email),
        now.toISOString(),
      )
      return stored ? invitations.decode(stored, sql) : null
    },
  }
}
