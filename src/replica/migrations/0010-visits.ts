/** When the user was last on an account's screens, on this machine: what changed since then is new to them. */
export const visits = {
  version: 10,
  sql: `
    create table account_visit (
      account_id text primary key,
      at integer not null
    ) without rowid;
  `,
} as const
