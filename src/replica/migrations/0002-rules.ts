/** Logos, legacy logins, services that only some may see, and an account's own templates of permissions. */
export const rules = {
  version: 2,
  sql: `
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
