/** What the user may want to hear of. It names people and accounts, so it goes with the account it speaks of. */
export const notifications = {
  version: 6,
  sql: `
    create table notification (
      n integer primary key,
      -- Says what it is about, so that the same is told once.
      key text not null unique,
      at integer not null,
      -- The account's uuid; null for what belongs to none that is here.
      account_id text,
      fact text not null,
      read integer not null default 0
    );
    create index notification_by_account on notification (account_id) where account_id is not null;
  `,
} as const
