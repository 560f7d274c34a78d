import type { UserId } from '@gatehouse/contract'
import type { ColumnType, Generated } from 'kysely'

/** The tables of who signs in and how; see `migrations/0005-identity.ts`. */
export interface IdentityTables {
  oidc_model: OidcModelTable
  session: SessionTable
  two_factor: {
    user_id: UserId
    secret: Buffer
    confirmed_at: Date | null
    /** A `bigint`, read as text. */
    last_step: ColumnType<string, number | undefined, number>
  }
  recovery_code: { user_id: UserId; code_hash: Buffer; used_at: Date | null }
  password_reset: { user_id: UserId; token_hash: Buffer; expires_at: Date }
  attempt: { key: Buffer; spent_until: Date }
  user_identity: { issuer: string; subject: string; user_id: UserId; created_at: Date }
}

interface SessionTable {
  id: string
  user_id: UserId
  device: string | null
  agent: string | null
  started_at: Date
  last_seen_at: Date | null
}

interface OidcModelTable {
  kind: string
  id: string
  payload: ColumnType<Record<string, unknown>, string, string>
  grant_id: string | null
  uid: string | null
  expires_at: Date | null
  consumed_at: Date | null
  successor_id: Generated<string | null>
  successor_sealed: Generated<string | null>
}
