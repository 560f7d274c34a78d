import { type Kysely, sql } from 'kysely'

/**
 * The first schema. PostgreSQL 15 and later. Ids are UUIDv7 made by the program, except where a client made them.
 * Every table that is fed to replicas has its changes recorded in `change`; see sync/.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    create table app_user (
      id uuid primary key,
      email text not null,
      email_verified_at timestamptz,
      name text not null,
      password_hash text,
      created_at timestamptz not null,
      version int not null default 1
    );
    create unique index app_user_email on app_user (lower(email));

    create table environment (
      id uuid primary key,
      key text not null unique,
      name text not null,
      kind text not null check (kind in ('development', 'qa', 'staging', 'production')),
      version int not null default 1
    );
    create table environment_administrator (
      environment_id uuid not null references environment,
      user_id uuid not null references app_user,
      primary key (user_id, environment_id)
    );

    create table account (
      id uuid primary key,
      environment_id uuid not null references environment,
      name text not null,
      reference text not null,
      plan text not null,
      status text not null default 'active' check (status in ('active', 'suspended', 'closed')),
      created_at timestamptz not null,
      version int not null default 1,
      unique (environment_id, reference)
    );
    create index account_by_name on account (environment_id, name, id);

    create table application (
      id uuid primary key,
      environment_id uuid not null references environment,
      key text not null,
      name text not null,
      description text not null,
      type text not null check (type in ('application', 'agent')),
      status text not null check (status in ('active', 'inactive')),
      application_url text not null,
      login_url text not null,
      is_default boolean not null default false,
      auto_assign boolean not null default false,
      version int not null default 1,
      unique (environment_id, key),
      unique (environment_id, id)
    );
    create unique index application_one_default on application (environment_id) where is_default;

    create table account_application (
      account_id uuid not null references account on delete cascade,
      application_id uuid not null references application,
      auto_assign boolean not null default false,
      assigned_at timestamptz not null,
      version int not null default 1,
      primary key (account_id, application_id)
    );
    create index account_application_by_application on account_application (application_id);

    create table membership (
      id uuid primary key,
      account_id uuid not null references account on delete cascade,
      user_id uuid not null references app_user,
      role text not null check (role in ('owner', 'admin', 'technician', 'billing', 'viewer')),
      permissions text[] not null,
      status text not null default 'active' check (status in ('active', 'suspended')),
      last_active_at timestamptz,
      ends_at timestamptz,
      created_at timestamptz not null,
      version int not null default 1,
      unique (account_id, user_id),
      unique (account_id, id)
    );
    create index membership_by_user on membership (user_id, account_id);
    create unique index membership_one_owner on membership (account_id) where role = 'owner';

    -- "grant" is a word of SQL's own, hence the longer name.
    create table application_grant (
      account_id uuid not null,
      membership_id uuid not null,
      application_id uuid not null references application,
      granted_at timestamptz not null,
      primary key (account_id, membership_id, application_id),
      foreign key (account_id, membership_id) references membership (account_id, id) on delete cascade
    );
    create index application_grant_by_application on application_grant (account_id, application_id);

    create table invitation (
      id uuid primary key,
      account_id uuid not null references account on delete cascade,
      email text not null,
      role text not null check (role in ('admin', 'technician', 'billing', 'viewer')),
      permissions text[] not null,
      application_ids uuid[] not null default '{}',
      message text not null default '',
      any_address boolean not null default false,
      status text not null default 'pending' check (status in ('pending', 'accepted', 'declined', 'revoked', 'expired')),
      invited_by uuid not null references app_user,
      accepted_by uuid references app_user,
      created_at timestamptz not null,
      expires_at timestamptz not null,
      version int not null default 1
    );
    create unique index invitation_one_pending on invitation (account_id, lower(email)) where status = 'pending';
    create index invitation_by_account on invitation (account_id, created_at desc, id desc);
    create index invitation_pending_by_email on invitation (lower(email)) where status = 'pending';

    -- Only SHA-256 of a token is kept. A mailed link proves that its holder reads the mailbox; a copied one doesn't.
    create table invitation_token (
      token_hash bytea primary key,
      invitation_id uuid not null references invitation on delete cascade,
      kind text not null check (kind in ('mail', 'link')),
      created_at timestamptz not null,
      dead_at timestamptz
    );
    create index invitation_token_by_invitation on invitation_token (invitation_id);

    create table service (
      id uuid primary key,
      account_id uuid not null references account on delete cascade,
      product_name text not null,
      label text not null,
      status text not null check (status in ('active', 'suspended', 'cancelled')),
      renews_at timestamptz,
      version int not null default 1
    );
    create index service_by_account on service (account_id, id);

    create table activity (
      id uuid primary key,
      account_id uuid not null references account on delete cascade,
      actor_id uuid references app_user,
      actor_name text not null,
      action text not null,
      target_kind text not null,
      target_id text not null,
      target_name text not null,
      before jsonb,
      after jsonb,
      at timestamptz not null,
      device text,
      mutation_id uuid
    );
    create index activity_by_account on activity (account_id, at desc, id desc);
    create index activity_by_mutation on activity (mutation_id) where mutation_id is not null;

    -- The change feed. A reader takes rows whose transaction is below every running one, so a slow commit is never
    -- passed over. The rows say what changed; the reader looks up how it is now.
    create table change (
      xid xid8 not null default pg_current_xact_id(),
      seq bigint generated always as identity,
      environment_id uuid,
      account_id uuid,
      user_id uuid,
      entity text not null,
      key jsonb not null,
      op text not null check (op in ('put', 'delete', 'access')),
      at timestamptz not null default now(),
      primary key (xid, seq)
    );
    create index change_by_time on change (at);

    create table feed (
      id boolean primary key default true check (id),
      epoch uuid not null default gen_random_uuid(),
      -- Changes of smaller transactions may be gone; a cursor below it can't be served.
      floor xid8 not null default '0'
    );
    insert into feed default values;

    create table idempotency_key (
      user_id uuid not null,
      key uuid not null,
      fingerprint bytea not null,
      status int not null,
      answer jsonb not null,
      created_at timestamptz not null,
      primary key (user_id, key)
    );
    create index idempotency_key_by_time on idempotency_key (created_at);

    create table mail_outbox (
      id uuid primary key,
      recipient text not null,
      template text not null,
      data jsonb not null,
      attempts int not null default 0,
      next_attempt_at timestamptz not null,
      sent_at timestamptz,
      created_at timestamptz not null
    );
    create index mail_outbox_due on mail_outbox (next_attempt_at) where sent_at is null;

    -- What the OpenID provider keeps. Ids that are bearer values are stored as SHA-256.
    create table oidc_model (
      kind text not null,
      id text not null,
      payload jsonb not null,
      grant_id text,
      uid text,
      expires_at timestamptz,
      consumed_at timestamptz,
      primary key (kind, id)
    );
    create index oidc_model_by_grant on oidc_model (grant_id) where grant_id is not null;
    create index oidc_model_by_uid on oidc_model (kind, uid) where uid is not null;
    create index oidc_model_by_expiry on oidc_model (expires_at);

    create table server_secret (
      name text primary key,
      value jsonb not null,
      created_at timestamptz not null default now()
    );
  `)
    .execute(db)
}
