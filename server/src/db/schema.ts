import type {
  AccountId,
  ActivityId,
  ApplicationId,
  CampaignId,
  EnvironmentId,
  InvitableRole,
  InvitationId,
  InvitationStatus,
  MembershipId,
  MutationId,
  Permission,
  Review,
  ReviewId,
  ReviewScope,
  ReviewState,
  Role,
  ServiceId,
  TemplateId,
  UserId,
} from '@gatehouse/contract'
import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { IdentityTables } from './identity-schema.ts'

/** Tables as Kysely sees them: what `migrations/` has built, newest state. */
export interface Schema extends IdentityTables {
  app_user: UserTable
  environment: EnvironmentTable
  environment_administrator: { environment_id: EnvironmentId; user_id: UserId }
  account: AccountTable
  application: ApplicationTable
  account_application: AccountApplicationTable
  membership: MembershipTable
  application_grant: GrantTable
  invitation: InvitationTable
  invitation_token: InvitationTokenTable
  service: ServiceTable
  permission_template: TemplateTable
  review: ReviewTable
  review_document: {
    review_id: ReviewId
    kind: 'snapshot' | 'decisions' | 'record'
    sha256: string
    body: string
  }
  review_reminder: { review_id: ReviewId; user_id: UserId; kind: 'soon' | 'overdue'; due_at: Date }
  activity: ActivityTable
  environment_activity: EnvironmentActivityTable
  change: ChangeTable
  feed: { id: Generated<boolean>; epoch: Generated<string>; floor: Generated<string> }
  idempotency_key: IdempotencyKeyTable
  mail_outbox: MailOutboxTable
  server_secret: { name: string; value: JSONColumnType<object>; created_at: Generated<Date> }
}

/** A `jsonb` column that is written as JSON text. */
type Json<T> = ColumnType<T, string, string>
type NullableJson<T> = ColumnType<T | null, string | null, string | null>

interface UserTable {
  id: UserId
  email: string
  email_verified_at: Date | null
  name: string
  password_hash: string | null
  password_changed_at: Generated<Date | null>
  is_legacy: Generated<boolean>
  created_at: Date
  version: Generated<number>
}

interface EnvironmentTable {
  id: EnvironmentId
  key: string
  name: string
  kind: 'development' | 'qa' | 'staging' | 'production'
  version: Generated<number>
}

interface AccountTable {
  id: AccountId
  environment_id: EnvironmentId
  name: string
  reference: string
  plan: string
  status: Generated<'active' | 'suspended' | 'closed'>
  created_at: Date
  version: Generated<number>
}

interface ApplicationTable {
  id: ApplicationId
  environment_id: EnvironmentId
  key: string
  name: string
  description: string
  type: 'application' | 'agent'
  status: 'active' | 'inactive'
  application_url: string
  login_url: string
  logo_url: Generated<string | null>
  is_default: Generated<boolean>
  auto_assign: Generated<boolean>
  version: Generated<number>
}

interface AccountApplicationTable {
  account_id: AccountId
  application_id: ApplicationId
  auto_assign: Generated<boolean>
  assigned_at: Date
  version: Generated<number>
}

interface MembershipTable {
  id: MembershipId
  account_id: AccountId
  user_id: UserId
  role: Role
  permissions: Permission[]
  status: Generated<'active' | 'suspended'>
  last_active_at: Date | null
  ends_at: Date | null
  created_at: Date
  version: Generated<number>
}

interface GrantTable {
  account_id: AccountId
  membership_id: MembershipId
  application_id: ApplicationId
  granted_at: Date
}

interface InvitationTable {
  id: InvitationId
  account_id: AccountId
  email: string
  role: InvitableRole
  permissions: Permission[]
  application_ids: Generated<ApplicationId[]>
  message: Generated<string>
  any_address: Generated<boolean>
  membership_ends_at: Generated<Date | null>
  status: Generated<InvitationStatus>
  invited_by: UserId
  accepted_by: UserId | null
  created_at: Date
  expires_at: Date
  /** When its inviter was last mailed that a new one is wanted. */
  requested_at: Date | null
  version: Generated<number>
}

interface InvitationTokenTable {
  token_hash: Buffer
  invitation_id: InvitationId
  kind: 'mail' | 'link'
  created_at: Date
  dead_at: Date | null
}

interface ServiceTable {
  id: ServiceId
  account_id: AccountId
  product_name: string
  label: string
  status: 'active' | 'suspended' | 'cancelled'
  renews_at: Date | null
  permission: Generated<Permission>
  version: Generated<number>
}

interface TemplateTable {
  id: TemplateId
  account_id: AccountId
  name: string
  permissions: Permission[]
  version: Generated<number>
}

interface ReviewTable {
  id: ReviewId
  account_id: AccountId
  title: string
  campaign_id: CampaignId | null
  campaign_name: string | null
  state: ReviewState
  scope: Json<ReviewScope>
  reviewer_id: UserId
  reviewer_name: string
  second_reviewer_id: UserId | null
  second_reviewer_name: string | null
  allows_self: boolean
  created_by: UserId | null
  created_by_name: string
  created_at: Date
  due_at: Date | null
  repeat_months: number | null
  repeat_day: number | null
  snapshot: NullableJson<Review['snapshot']>
  progress: Json<Review['progress']>
  signatures: Json<Review['signatures']>
  outcome: NullableJson<Review['outcome']>
  seal: NullableJson<Review['seal']>
  cancel_reason: string | null
  version: Generated<number>
}

interface EnvironmentActivityTable extends Omit<ActivityTable, 'account_id' | 'permissions'> {
  environment_id: EnvironmentId
  account_id: AccountId | null
}

interface ActivityTable {
  id: ActivityId
  account_id: AccountId
  actor_id: UserId | null
  actor_name: string
  action: string
  target_kind: string
  target_id: string
  target_name: string
  before: Json<Record<string, unknown> | null> | null
  after: Json<Record<string, unknown> | null> | null
  at: Date
  device: string | null
  mutation_id: MutationId | null
  /** All of them are needed to see it, besides that to see activity. */
  permissions: Generated<Permission[]>
}

interface ChangeTable {
  xid: Generated<string>
  seq: Generated<string>
  environment_id: EnvironmentId | null
  account_id: AccountId | null
  user_id: UserId | null
  entity: string
  key: Json<Record<string, string>>
  /** `access`: how `user_id` may work in `account_id` changed. */
  op: 'put' | 'delete' | 'access'
  at: Generated<Date>
}

interface IdempotencyKeyTable {
  user_id: UserId
  key: MutationId
  fingerprint: Buffer
  status: number
  answer: Json<unknown>
  created_at: Date
}

interface MailOutboxTable {
  id: string
  recipient: string
  template: string
  data: Json<Record<string, unknown>>
  /** The invitation that it carries a link of; while unsent it is taken back with that link. */
  invitation_id: InvitationId | null
  attempts: Generated<number>
  next_attempt_at: Date
  sent_at: Date | null
  created_at: Date
}
