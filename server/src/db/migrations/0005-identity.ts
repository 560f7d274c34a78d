import { type Kysely, sql } from 'kysely'

/**
 * What the issuer needs besides its tokens: sign-ins that their owner can see and end, two-factor with recovery codes,
 * resets of passwords, limits that all nodes share, and logins that come from another issuer.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    alter table app_user add column password_changed_at timestamptz;

    -- One sign-in of one program on one device. Its id is that of the provider's grant; no token outlives the row.
    create table session (
      id text primary key,
      user_id uuid not null references app_user on delete cascade,
      device text,
      agent text,
      started_at timestamptz not null,
      -- To the hour, so that it isn't written with each request.
      last_seen_at timestamptz
    );
    create index session_by_user on session (user_id, started_at desc);
    insert into session (id, user_id, started_at)
      select distinct on (o.grant_id) o.grant_id, u.id, coalesce(to_timestamp((o.payload->>'iiat')::bigint), now())
      from oidc_model o join app_user u on u.id::text = o.payload->>'accountId'
      where o.kind = 'RefreshToken' and o.grant_id is not null
      order by o.grant_id;

    -- The refresh token that was given in exchange for this one; the value is sealed with this one's own value.
    alter table oidc_model add column successor_id text;
    alter table oidc_model add column successor_sealed text;
    create index oidc_model_by_user on oidc_model ((payload->>'accountId')) where kind in ('Session', 'SecurityVisit');

    create table two_factor (
      user_id uuid primary key references app_user on delete cascade,
      -- Encrypted; see identity/security/sealing.ts.
      secret bytea not null,
      -- Null until a code has shown that the secret arrived.
      confirmed_at timestamptz,
      -- The newest time step that a code was accepted for; none at or before it is accepted again.
      last_step bigint not null default 0
    );
    create table recovery_code (
      user_id uuid not null references two_factor on delete cascade,
      code_hash bytea not null,
      used_at timestamptz,
      primary key (user_id, code_hash)
    );

    -- One a user: a newer link makes the earlier one void.
    create table password_reset (
      user_id uuid primary key references app_user on delete cascade,
      token_hash bytea not null unique,
      expires_at timestamptz not null
    );

    -- Tries that were spent, as the moment at which the last of them is regained. Keys are hashed with a secret.
    create table attempt (
      key bytea primary key,
      spent_until timestamptz not null
    );
    create index attempt_by_time on attempt (spent_until);

    create table user_identity (
      issuer text not null,
      subject text not null,
      user_id uuid not null references app_user on delete cascade,
      created_at timestamptz not null,
      primary key (issuer, subject)
    );
    create index user_identity_by_user on user_identity (user_id);
  `)
    .execute(db)
}
