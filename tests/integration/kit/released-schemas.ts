/**
 * The schemas of replicas as they were released, word for word. Never changed: people have such files, and what opens
 * them must not depend on what the migrations say today.
 */
export const releasedSchemas = {
  1: `
    create table meta (
      name text primary key,
      value text not null
    ) without rowid;

    create table principal (
      user_id text primary key,
      name text not null,
      email text not null,
      email_verified integer not null,
      administers text not null
    ) without rowid;

    -- A few sets of permissions are shared by thousands of rows.
    create table permission_set (
      id integer primary key,
      permissions text not null unique
    );

    create table environment (
      id text primary key,
      key text not null,
      name text not null,
      kind text not null,
      default_application_id text,
      version integer not null
    ) without rowid;

    create table application (
      id text primary key,
      environment_id text not null,
      key text not null,
      name text not null,
      description text not null,
      type text not null,
      status text not null,
      application_url text not null,
      login_url text not null,
      is_default integer not null,
      auto_assign integer not null,
      version integer not null
    ) without rowid;
    create index application_by_environment on application (environment_id);

    create table account (
      id text primary key,
      environment_id text not null,
      name text not null,
      reference text not null,
      plan text not null,
      status text not null,
      created_at text not null,
      version integer not null,
      via text not null,
      membership_id text,
      role text,
      is_owner integer not null,
      membership_status text,
      permissions integer not null,
      -- Kept here so that a list of accounts never counts memberships.
      users integer not null default 0,
      loaded_at text
    ) without rowid;

    create table account_application (
      account_id text not null,
      application_id text not null,
      auto_assign integer not null,
      assigned_at text not null,
      version integer not null,
      primary key (account_id, application_id)
    ) without rowid;

    create table membership (
      account_id text not null,
      id text not null,
      user_id text not null,
      name text not null,
      email text not null,
      email_normal text not null,
      role text not null,
      is_owner integer not null,
      status text not null,
      permissions integer not null,
      last_active_at text,
      ends_at text,
      created_at text not null,
      version integer not null,
      primary key (account_id, id)
    ) without rowid;
    create index membership_by_address on membership (account_id, email_normal);

    create table grant_ (
      account_id text not null,
      application_id text not null,
      membership_id text not null,
      granted_at text not null,
      primary key (account_id, application_id, membership_id)
    ) without rowid;
    create index grant_by_membership on grant_ (account_id, membership_id);

    create table invitation (
      account_id text not null,
      id text not null,
      email text not null,
      email_normal text not null,
      role text not null,
      permissions integer not null,
      application_ids text not null,
      message text not null,
      any_address integer not null,
      status text not null,
      invited_by_name text not null,
      created_at text not null,
      expires_at text not null,
      version integer not null,
      primary key (account_id, id)
    ) without rowid;

    create table service (
      account_id text not null,
      id text not null,
      product_name text not null,
      label text not null,
      status text not null,
      renews_at text,
      version integer not null,
      primary key (account_id, id)
    ) without rowid;

    create table activity (
      account_id text not null,
      id text not null,
      actor_id text,
      actor_name text not null,
      action text not null,
      target_kind text not null,
      target_id text not null,
      target_name text not null,
      before text,
      after text,
      at text not null,
      device text,
      mutation_id text,
      primary key (account_id, id)
    ) without rowid;
    create index activity_by_time on activity (account_id, at);

    create table my_invitation (
      position integer primary key,
      preview text not null
    );

    create table snapshot_due (
      account_id text primary key
    ) without rowid;

    create table outbox (
      seq integer primary key autoincrement,
      mutation_id text not null unique,
      account_id text not null,
      intent text not null,
      -- What the ids in the intent were called when it was made: readable even after the account was purged.
      names text not null,
      created_at text not null,
      state text not null,
      -- A request carrying it may have reached the server, so it can't be taken back here any more.
      may_have_arrived integer not null default 0,
      -- Its rows stand in the tables; 0 when the last prediction failed.
      predicted integer not null,
      transaction_ text,
      attempts integer not null default 0,
      problem text
    );
    create index outbox_by_account on outbox (account_id);

    -- The confirmed version of each row that a change from the outbox overlays; null where there was none.
    create table shadow (
      entity text not null,
      account_id text not null,
      key text not null,
      confirmed text,
      primary key (entity, account_id, key)
    ) without rowid;
  `,
  2: `
    alter table application add column logo_url text;
    alter table membership add column is_legacy integer not null default 0;
    alter table service add column permission text not null default 'services.view';

    create table template (
      account_id text not null,
      id text not null,
      name text not null,
      permissions integer not null,
      version integer not null,
      primary key (account_id, id)
    ) without rowid;
  `,
} as const
