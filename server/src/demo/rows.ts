import type { Permission } from '@gatehouse/contract'

/** Rows as they go to the database: column by column, times as ISO text, bytes as hex text. */
export interface Rows {
  app_user: {
    id: string
    email: string
    email_verified_at: string | null
    name: string
    password_hash: string | null
    is_legacy: boolean
    created_at: string
    version: 1
  }
  environment: { id: string; key: string; name: string; kind: 'development' | 'production'; version: 1 }
  environment_administrator: { environment_id: string; user_id: string }
  account: {
    id: string
    environment_id: string
    name: string
    reference: string
    plan: string
    status: 'active' | 'suspended' | 'closed'
    created_at: string
    version: 1
  }
  application: {
    id: string
    environment_id: string
    key: string
    name: string
    description: string
    type: 'application' | 'agent'
    status: 'active' | 'inactive'
    application_url: string
    login_url: string
    is_default: boolean
    auto_assign: boolean
    version: 1
  }
  account_application: {
    account_id: string
    application_id: string
    auto_assign: boolean
    assigned_at: string
    version: 1
  }
  membership: {
    id: string
    account_id: string
    user_id: string
    role: 'owner' | 'admin' | 'technician' | 'billing' | 'viewer'
    permissions: readonly Permission[]
    status: 'active' | 'suspended'
    last_active_at: string | null
    ends_at: string | null
    created_at: string
    version: 1
  }
  application_grant: { account_id: string; membership_id: string; application_id: string; granted_at: string }
  invitation: {
    id: string
    account_id: string
    email: string
    role: 'admin' | 'technician' | 'billing' | 'viewer'
    permissions: readonly Permission[]
    application_ids: string[]
    message: string
    any_address: boolean
    status: 'pending' | 'accepted' | 'declined' | 'revoked' | 'expired'
    invited_by: string
    accepted_by: string | null
    created_at: string
    expires_at: string
    version: 1
  }
  invitation_token: {
    token_hash: string
    invitation_id: string
    kind: 'mail' | 'link'
    created_at: string
    dead_at: string | null
  }
  service: {
    id: string
    account_id: string
    product_name: string
    label: string
    status: 'active' | 'suspended' | 'cancelled'
    renews_at: string | null
    version: 1
  }
  activity: {
    id: string
    account_id: string
    actor_id: string | null
    actor_name: string
    action: string
    target_kind: string
    target_id: string
    target_name: string
    before: object | null
    after: object | null
    at: string
    device: string | null
    mutation_id: null
  }
}

export type TableName = keyof Rows

/** In an order in which every row finds what it refers to. */
export const tableOrder = [
  'app_user',
  'environment',
  'environment_administrator',
  'account',
  'application',
  'account_application',
  'membership',
  'application_grant',
  'invitation',
  'invitation_token',
  'service',
  'activity',
] as const satisfies readonly TableName[]

export type Batch = { [T in TableName]: Rows[T][] }

export function emptyBatch(): Batch {
  return Object.fromEntries(tableOrder.map((name) => [name, []])) as unknown as Batch
}

export function batchSize(batch: Batch): number {
  return tableOrder.reduce((sum, name) => sum + batch[name].length, 0)
}
