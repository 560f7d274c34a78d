import type {
  Account,
  AccountApplication,
  AccountId,
  Activity,
  ActivityId,
  Application,
  ApplicationId,
  DirectoryEntry,
  Environment,
  EnvironmentId,
  Grant,
  Invitation,
  InvitationId,
  InvitationPreview,
  Membership,
  MembershipId,
  MutationId,
  Principal,
  ReviewId,
  Service,
  ServiceId,
  Template,
  TemplateId,
  UserId,
} from '@gatehouse/contract'
import { rolePermissions } from '@gatehouse/contract'

// One small world that every example is about: Cassie, who looks after the account Fernstone Optics.

function id<T extends string>(end: string): T {
  return `01990000-0000-7000-8000-${end.padStart(12, '0')}` as T
}

export const ids = {
  environment: id<EnvironmentId>('e1'),
  account: id<AccountId>('a1'),
  application: id<ApplicationId>('b1'),
  membership: id<MembershipId>('c1'),
  invitation: id<InvitationId>('d1'),
  user: id<UserId>('f1'),
  service: id<ServiceId>('51'),
  template: id<TemplateId>('71'),
  review: id<ReviewId>('61'),
  /** Another user, who reviews the access of the first one. */
  reviewer: id<UserId>('f2'),
  activity: id<ActivityId>('91'),
  mutation: id<MutationId>('31'),
}

export const cursor = '01990000-0000-7000-8000-0000000000ff.4711.12'
export const transaction = '4711'
export const token = 'Q29uZnVzZWQtYnV0LXBvbGl0ZS1leGFtcGxlLXRva2Vu'.slice(0, 43)
export const next = null

const at = '2026-11-20T08:30:00.000Z'
export const times = { at, later: '2026-11-27T08:30:00.000Z' }

export const environment: Environment = {
  id: ids.environment,
  key: 'production',
  name: 'Production',
  kind: 'production',
  defaultApplicationId: ids.application,
  version: 3,
}

export const account: Account = {
  id: ids.account,
  environmentId: ids.environment,
  name: 'Fernstone Optics',
  reference: 'FO-1042',
  plan: 'Business',
  status: 'active',
  createdAt: at,
  version: 2,
}

export const entry: DirectoryEntry = {
  account,
  access: {
    accountId: ids.account,
    via: 'membership',
    membershipId: ids.membership,
    role: 'technician',
    isOwner: false,
    membershipStatus: 'active',
    permissions: [...rolePermissions.technician],
  },
}

export const application: Application = {
  id: ids.application,
  environmentId: ids.environment,
  key: 'ledger',
  name: 'Ledger',
  description: 'Books and invoices',
  type: 'application',
  status: 'active',
  applicationUrl: 'https://ledger.example.com',
  loginUrl: 'https://ledger.example.com/login',
  logoUrl: null,
  isDefault: true,
  autoAssign: false,
  version: 4,
}

export const accountApplication: AccountApplication = {
  accountId: ids.account,
  applicationId: ids.application,
  autoAssign: true,
  assignedAt: at,
  version: 2,
}

export const grant: Grant = {
  accountId: ids.account,
  membershipId: ids.membership,
  applicationId: ids.application,
  grantedAt: at,
}

export const membership: Membership = {
  id: ids.membership,
  accountId: ids.account,
  userId: ids.user,
  name: 'Cassie Hale',
  email: 'cassie@example.com',
  role: 'technician',
  isOwner: false,
  status: 'active',
  permissions: [...rolePermissions.technician],
  isLegacy: false,
  lastActiveAt: at,
  endsAt: null,
  createdAt: at,
  version: 1,
}

export const invitation: Invitation = {
  id: ids.invitation,
  accountId: ids.account,
  email: 'jonas@example.net',
  role: 'viewer',
  permissions: [...rolePermissions.viewer],
  applicationIds: [ids.application],
  message: 'Welcome aboard',
  anyAddress: false,
  membershipEndsAt: null,
  status: 'pending',
  invitedByName: 'Cassie Hale',
  createdAt: at,
  expiresAt: times.later,
  version: 1,
}

export const preview: InvitationPreview = {
  invitationId: ids.invitation,
  accountId: ids.account,
  accountName: account.name,
  environmentId: ids.environment,
  environmentName: environment.name,
  email: invitation.email,
  invitedByName: invitation.invitedByName,
  role: 'viewer',
  applicationNames: ['Ledger'],
  message: invitation.message,
  anyAddress: false,
  membershipEndsAt: null,
  status: 'pending',
  expiresAt: times.later,
  hasLogin: false,
}

export const service: Service = {
  id: ids.service,
  accountId: ids.account,
  productName: 'Hosting',
  label: 'fernstone.example.com',
  status: 'active',
  renewsAt: times.later,
  permission: 'services.view',
  version: 1,
}

export const template: Template = {
  id: ids.template,
  accountId: ids.account,
  name: 'Front desk',
  permissions: ['account.view', 'users.view'],
  version: 1,
}

export const activity: Activity = {
  id: ids.activity,
  accountId: ids.account,
  actorId: ids.user,
  actorName: 'Cassie Hale',
  action: 'application.assigned',
  targetKind: 'application',
  targetId: ids.application,
  targetName: 'Ledger',
  before: null,
  after: { autoAssign: true },
  at,
  device: 'Cassie’s laptop',
  mutationId: ids.mutation,
}

export const principal: Principal = {
  userId: ids.user,
  name: 'Cassie Hale',
  email: 'cassie@example.com',
  emailVerified: true,
  administers: [],
}
