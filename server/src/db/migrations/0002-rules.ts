import { type Kysely, sql } from 'kysely'

/**
 * What the whole set of rules needs: roles made of chosen permissions, an account's own templates, services that only
 * some may see, legacy logins, and a record of what administrators do in an environment. Every column has a default,
 * so a node of the version before goes on working while nodes are exchanged one by one.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    alter table app_user add column is_legacy boolean not null default false;
    alter table application add column logo_url text;
    alter table service add column permission text not null default 'services.view';

    alter table membership drop constraint membership_role_check;
    alter table membership add constraint membership_role_check
      check (role in ('owner', 'admin', 'technician', 'billing', 'viewer', 'custom'));
    alter table invitation drop constraint invitation_role_check;
    alter table invitation add constraint invitation_role_check
      check (role in ('admin', 'technician', 'billing', 'viewer', 'custom'));
    create index membership_ending on membership (ends_at) where ends_at is not null;
    create index invitation_ending on invitation (expires_at) where status = 'pending';

    create table permission_template (
      id uuid primary key,
      account_id uuid not null references account on delete cascade,
      name text not null,
      permissions text[] not null,
      version int not null default 1
    );
    create unique index permission_template_name on permission_template (account_id, lower(name));

    -- The account is named by a plain column: what was done to it is kept when it is deleted.
    create table environment_activity (
      id uuid primary key,
      environment_id uuid not null references environment,
      account_id uuid,
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
    create index environment_activity_by_time on environment_activity (environment_id, at desc, id desc);
  `)
    .execute(db)
}
