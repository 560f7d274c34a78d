import { type AccountId, type MembershipId, normalizeAddress, type ReplicaView } from '@gatehouse/contract'
import type { Sql } from '../database.ts'
import { accountApplications, reviews, services, templates } from './account-rows.ts'
import { readEntry } from './accounts.ts'
import { readAdministrators } from './administrators.ts'
import { grants, grantsOfApplication, grantsOfMembership } from './grants.ts'
import { invitations, pendingInvitation } from './invitations.ts'
import {
  activeMembershipIds,
  membershipIdsByAddress,
  membershipOfUser,
  memberships,
  ownerOf,
} from './memberships.ts'
import { applications, readPrincipal } from './rows.ts'

/**
 * What predictions look at: the tables as they stand, waiting changes included. For one replay at most: predictions may
 * be written meanwhile, and take users away, but whoever comes to an account comes from the server.
 */
export function createView(sql: Sql): ReplicaView {
  const addresses = new Map<AccountId, Map<string, MembershipId>>()
  // Read once: hundreds of invitations may wait for an account with thousands of users.
  function addressesIn(accountId: AccountId): Map<string, MembershipId> {
    const known = addresses.get(accountId) ?? membershipIdsByAddress(sql, accountId)
    addresses.set(accountId, known)
    return known
  }
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
    membershipByEmail(accountId, email) {
      const id = addressesIn(accountId).get(normalizeAddress(email))
      return id === undefined ? null : memberships.get(sql, accountId, id)
    },
    memberOfUser: (accountId, userId) => membershipOfUser(sql, accountId, userId),
    administrator(accountId, userId) {
      const environmentId = readEntry(sql, accountId)?.account.environmentId
      const known = environmentId ? readAdministrators(sql, environmentId) : null
      return known?.find((each) => each.userId === userId) ?? null
    },
    review: (accountId, reviewId) => reviews.get(sql, accountId, reviewId),
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
