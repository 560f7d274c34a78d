import type { ReplicaView } from '@gatehouse/contract'
import type { Sql } from '../database.ts'
import { accountApplications, services, templates } from './account-rows.ts'
import { readEntry } from './accounts.ts'
import { grants, grantsOfApplication, grantsOfMembership } from './grants.ts'
import { invitations, pendingInvitation } from './invitations.ts'
import { activeMembershipIds, membershipByEmail, memberships, ownerOf } from './memberships.ts'
import { applications, readPrincipal } from './rows.ts'

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
    owner: (accountId) => ownerOf(sql, accountId),
    activeMembershipIds: (accountId) => activeMembershipIds(sql, accountId),
    membershipByEmail: (accountId, email) => membershipByEmail(sql, accountId, email),
    grant: (accountId, membershipId, applicationId) =>
      grants.get(sql, accountId, membershipId, applicationId),
    grantsOfApplication: (accountId, applicationId) => grantsOfApplication(sql, accountId, applicationId),
    grantsOfMembership: (accountId, membershipId) => grantsOfMembership(sql, accountId, membershipId),
    invitation: (accountId, invitationId) => invitations.get(sql, accountId, invitationId),
    pendingInvitation: (accountId, email, now) => pendingInvitation(sql, accountId, email, now),
    template: (accountId, templateId) => templates.get(sql, accountId, templateId),
    templates: (accountId) => templates.all(sql, accountId),
    service: (accountId, serviceId) => services.get(sql, accountId, serviceId),
  }
}
