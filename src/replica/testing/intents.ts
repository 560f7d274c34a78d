import type {
  ApplicationId,
  Intent,
  InvitableRole,
  Invitation,
  InvitationId,
  MembershipId,
  Permission,
  Service,
  ServiceId,
  TemplateId,
} from '@gatehouse/contract'
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

export function setRole(membershipId: MembershipId, role: InvitableRole, baseVersion: number): Intent {
  return { name: 'memberships.setPermissions', args: { accountId: acme, membershipId, role, baseVersion } }
}

export function setEnd(membershipId: MembershipId, endsAt: string | null, baseVersion: number): Intent {
  return { name: 'memberships.setEnd', args: { accountId: acme, membershipId, endsAt, baseVersion } }
}

export function suspend(membershipId: MembershipId, baseVersion?: number): Intent {
  return { name: 'memberships.suspend', args: { accountId: acme, membershipId, baseVersion } }
}

export function resume(membershipId: MembershipId, baseVersion?: number): Intent {
  return { name: 'memberships.resume', args: { accountId: acme, membershipId, baseVersion } }
}

export function remove(membershipId: MembershipId): Intent {
  return { name: 'memberships.remove', args: { accountId: acme, membershipId } }
}

export function transfer(membershipId: MembershipId, baseVersion?: number): Intent {
  return {
    name: 'memberships.transferOwnership',
    args: { accountId: acme, membershipId, previousOwnerRole: 'admin', baseVersion },
  }
}

export function createTemplate(templateId: TemplateId, name: string, ...permissions: Permission[]): Intent {
  return { name: 'templates.create', args: { accountId: acme, templateId, name, permissions } }
}

export function editTemplate(
  templateId: TemplateId,
  baseVersion: number,
  name: string,
  ...permissions: Permission[]
): Intent {
  return { name: 'templates.edit', args: { accountId: acme, templateId, name, permissions, baseVersion } }
}

export function deleteTemplate(templateId: TemplateId): Intent {
  return { name: 'templates.delete', args: { accountId: acme, templateId } }
}

type ServiceFields = Pick<Service, 'productName' | 'label' | 'status' | 'renewsAt' | 'permission'>

export function addService(serviceId: ServiceId, productName: string): Intent {
  return {
    name: 'services.add',
    args: {
      accountId: acme,
      serviceId,
      productName,
      label: '',
      status: 'active',
      renewsAt: null,
      permission: 'services.view',
    },
  }
}

export function editService(
  { id, productName, label, status, renewsAt, permission, version }: Service,
  changes: Partial<ServiceFields>,
): Intent {
  return {
    name: 'services.edit',
    args: {
      accountId: acme,
      serviceId: id,
      ...{ productName, label, status, renewsAt, permission, ...changes },
      baseVersion: version,
    },
  }
}

export function removeService(serviceId: ServiceId): Intent {
  return { name: 'services.remove', args: { accountId: acme, serviceId } }
}

export function rename(name: string, baseVersion: number): Intent {
  return { name: 'accounts.edit', args: { accountId: acme, name, baseVersion } }
}

export function editInvitation(
  { id, applicationIds, message, version }: Invitation,
  changes: {
    message?: string
    role?: InvitableRole
    applicationIds?: ApplicationId[]
    expiresInDays?: number
  },
): Intent {
  return {
    name: 'invitations.edit',
    args: {
      accountId: acme,
      invitationId: id,
      role: 'viewer',
      applicationIds,
      message,
      baseVersion: version,
      ...changes,
    },
  }
}
