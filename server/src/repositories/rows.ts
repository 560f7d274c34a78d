import type {
  Account,
  AccountApplication,
  Activity,
  Application,
  Environment,
  EnvironmentActivity,
  Grant,
  Invitation,
  Membership,
  Review,
  Service,
  Template,
} from '@gatehouse/contract'
import type { Selectable } from 'kysely'
import type { Database } from '../db/database.ts'
import type { Schema } from '../db/schema.ts'

// For each entity the columns that it is made of, and the entity made of such a row.

type RowOf<Q extends (db: Database) => { execute(): Promise<unknown[]> }> = Awaited<
  ReturnType<ReturnType<Q>['execute']>
>[number]

export const timeOf = (date: Date): string => date.toISOString()
const timeOrNull = (date: Date | null) => (date === null ? null : timeOf(date))

export const selectEnvironments = (db: Database) =>
  db
    .selectFrom('environment as e')
    .leftJoin('application as d', (join) =>
      join.onRef('d.environment_id', '=', 'e.id').on('d.is_default', '=', true),
    )
    .select(['e.id', 'e.key', 'e.name', 'e.kind', 'e.version', 'd.id as default_application_id'])

export const toEnvironment = (row: RowOf<typeof selectEnvironments>): Environment => ({
  id: row.id,
  key: row.key,
  name: row.name,
  kind: row.kind,
  defaultApplicationId: row.default_application_id,
  version: row.version,
})

export const toAccount = (row: Selectable<Schema['account']>): Account => ({
  id: row.id,
  environmentId: row.environment_id,
  name: row.name,
  reference: row.reference,
  plan: row.plan,
  status: row.status,
  createdAt: timeOf(row.created_at),
  version: row.version,
})

export const toApplication = (row: Selectable<Schema['application']>): Application => ({
  id: row.id,
  environmentId: row.environment_id,
  key: row.key,
  name: row.name,
  description: row.description,
  type: row.type,
  status: row.status,
  applicationUrl: row.application_url,
  loginUrl: row.login_url,
  logoUrl: row.logo_url,
  isDefault: row.is_default,
  autoAssign: row.auto_assign,
  version: row.version,
})

export const toAccountApplication = (row: Selectable<Schema['account_application']>): AccountApplication => ({
  accountId: row.account_id,
  applicationId: row.application_id,
  autoAssign: row.auto_assign,
  assignedAt: timeOf(row.assigned_at),
  version: row.version,
})

export const selectMemberships = (db: Database) =>
  db
    .selectFrom('membership as m')
    .innerJoin('app_user as u', 'u.id', 'm.user_id')
    .selectAll('m')
    .select(['u.name', 'u.email', 'u.is_legacy'])

export const toMembership = (row: RowOf<typeof selectMemberships>): Membership => ({
  id: row.id,
  accountId: row.account_id,
  userId: row.user_id,
  name: row.name,
  email: row.email,
  role: row.role,
  isOwner: row.role === 'owner',
  status: row.status,
  permissions: row.permissions,
  isLegacy: row.is_legacy,
  lastActiveAt: timeOrNull(row.last_active_at),
  endsAt: timeOrNull(row.ends_at),
  createdAt: timeOf(row.created_at),
  version: row.version,
})

export const toGrant = (row: Selectable<Schema['application_grant']>): Grant => ({
  accountId: row.account_id,
  membershipId: row.membership_id,
  applicationId: row.application_id,
  grantedAt: timeOf(row.granted_at),
})

export const selectInvitations = (db: Database) =>
  db
    .selectFrom('invitation as i')
    .innerJoin('app_user as u', 'u.id', 'i.invited_by')
    .selectAll('i')
    .select('u.name as invited_by_name')

export type InvitationRow = RowOf<typeof selectInvitations>

export const toInvitation = (row: InvitationRow): Invitation => ({
  id: row.id,
  accountId: row.account_id,
  email: row.email,
  role: row.role,
  permissions: row.permissions,
  applicationIds: row.application_ids,
  message: row.message,
  anyAddress: row.any_address,
  membershipEndsAt: timeOrNull(row.membership_ends_at),
  status: row.status,
  invitedByName: row.invited_by_name,
  createdAt: timeOf(row.created_at),
  expiresAt: timeOf(row.expires_at),
  version: row.version,
})

export const toService = (row: Selectable<Schema['service']>): Service => ({
  id: row.id,
  accountId: row.account_id,
  productName: row.product_name,
  label: row.label,
  status: row.status,
  renewsAt: timeOrNull(row.renews_at),
  permission: row.permission,
  version: row.version,
})

export const toTemplate = (row: Selectable<Schema['permission_template']>): Template => ({
  id: row.id,
  accountId: row.account_id,
  name: row.name,
  permissions: row.permissions,
  version: row.version,
})

export const toReview = (row: Selectable<Schema['review']>): Review => ({
  id: row.id,
  accountId: row.account_id,
  title: row.title,
  campaign:
    row.campaign_id === null || row.campaign_name === null
      ? null
      : { id: row.campaign_id, name: row.campaign_name },
  state: row.state,
  scope: row.scope,
  reviewerId: row.reviewer_id,
  reviewerName: row.reviewer_name,
  secondReviewerId: row.second_reviewer_id,
  secondReviewerName: row.second_reviewer_name,
  allowsSelf: row.allows_self,
  createdById: row.created_by,
  createdByName: row.created_by_name,
  createdAt: timeOf(row.created_at),
  dueAt: timeOrNull(row.due_at),
  repeatMonths: row.repeat_months,
  snapshot: row.snapshot,
  progress: row.progress,
  signatures: row.signatures,
  outcome: row.outcome,
  seal: row.seal,
  cancelReason: row.cancel_reason,
  version: row.version,
})

export const toActivity = (row: Selectable<Schema['activity']>): Activity => ({
  accountId: row.account_id,
  ...activityFields(row),
})

export const toEnvironmentActivity = (
  row: Selectable<Schema['environment_activity']>,
): EnvironmentActivity => ({
  environmentId: row.environment_id,
  accountId: row.account_id,
  ...activityFields(row),
})

const activityFields = (
  row: Omit<Selectable<Schema['activity']>, 'account_id' | 'permissions'>,
): Omit<Activity, 'accountId'> => ({
  id: row.id,
  actorId: row.actor_id,
  actorName: row.actor_name,
  // Written by this program alone, from the contract's own list.
  action: row.action as Activity['action'],
  targetKind: row.target_kind as Activity['targetKind'],
  targetId: row.target_id,
  targetName: row.target_name,
  before: row.before as Activity['before'],
  after: row.after as Activity['after'],
  at: timeOf(row.at),
  device: row.device,
  mutationId: row.mutation_id,
})
