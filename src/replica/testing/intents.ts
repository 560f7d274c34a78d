import type { ApplicationId, Intent, InvitationId, MembershipId } from '@gatehouse/contract'
import { acme } from './world.ts'

// Changes in the account Acme, as short as a test wants to write them.

export function assign(...applicationIds: ApplicationId[]): Intent {
  return { name: 'applications.assign', args: { accountId: acme, applicationIds, autoAssign: false } }
}

export function unassign(applicationId: ApplicationId): Intent {
  return { name: 'applications.unassign', args: { accountId: acme, applicationId } }
}

export function autoAssign(
  applicationId: ApplicationId,
  on: boolean,
  onDisable: 'drop' | 'keep' = 'drop',
): Intent {
  return {
    name: 'applications.setAutoAssign',
    args: { accountId: acme, applicationId, autoAssign: on, onDisable },
  }
}

export function grant(membershipId: MembershipId, applicationId: ApplicationId): Intent {
  return { name: 'grants.add', args: { accountId: acme, applicationId, membershipId } }
}

export function revokeGrant(membershipId: MembershipId, applicationId: ApplicationId): Intent {
  return { name: 'grants.remove', args: { accountId: acme, applicationId, membershipId } }
}

export function invite(
  invitationId: InvitationId,
  email: string,
  ...applicationIds: ApplicationId[]
): Intent {
  return {
    name: 'invitations.create',
    args: {
      accountId: acme,
      invitationId,
      email,
      role: 'viewer',
      applicationIds,
      message: '',
      expiresInDays: 7,
      anyAddress: false,
    },
  }
}

export function revokeInvitation(invitationId: InvitationId): Intent {
  return { name: 'invitations.revoke', args: { accountId: acme, invitationId } }
}

export function resend(invitationId: InvitationId): Intent {
  return { name: 'invitations.resend', args: { accountId: acme, invitationId } }
}
