/**
 * Access reviews. The review itself is a row of its account, fetched as the others are. What it froze, and what is
 * decided in it, lies beside that by the uuids of account and review: some of it is the user's own and can be fetched
 * from nowhere, so it outlives a copy that is fetched anew.
 */
export const reviews = {
  version: 9,
  sql: `
    create table review (
      account integer not null,
      id blob not null,
      title text not null,
      campaign text,
      state text not null,
      scope text not null,
      reviewer_id blob not null,
      reviewer_name text not null,
      second_reviewer_id blob,
      second_reviewer_name text,
      allows_self integer not null,
      created_by_id blob,
      created_by_name text not null,
      created_at integer not null,
      due_at integer,
      repeat_months integer,
      snapshot text,
      progress text not null,
      signatures text not null,
      outcome text,
      seal text,
      cancel_reason text,
      version integer not null,
      primary key (account, id)
    ) without rowid;
    create index review_to_do on review (state, account) where state not in ('signed', 'cancelled');

    -- Large texts that never change, by what they are the hash of.
    create table review_document (
      n integer primary key,
      account_id text not null,
      review_id text not null,
      kind text not null check (kind in ('snapshot', 'decisions', 'conflicts')),
      sha256 text not null,
      body text not null
    );
    create unique index review_document_by_hash on review_document (review_id, kind, sha256);
    create index review_document_by_account on review_document (account_id);

    -- What is decided so far on this computer.
    create table review_draft (
      n integer primary key autoincrement,
      account_id text not null,
      review_id text not null unique,
      -- What the decisions are about: they name users and applications by their place in it.
      snapshot_sha256 text not null,
      decided integer not null default 0,
      -- Counts what was done to it; each row says at which count it changed last.
      changes integer not null default 0,
      -- The count up to which the server has it, and the version that the review had by that.
      saved integer not null default 0,
      version integer not null default 0
    );
    create index review_draft_by_account on review_draft (account_id);
    create table review_decision (
      draft integer not null,
      place integer not null,
      cells text not null,
      change text,
      notes text,
      changed integer not null,
      primary key (draft, place)
    ) without rowid;
    create index review_decision_by_change on review_decision (draft, changed);
    -- Rows as they stood before each step, so that it can be taken back; the highest number is the last step.
    create table review_step (
      n integer primary key autoincrement,
      draft integer not null,
      before text not null
    );
    create index review_step_by_draft on review_step (draft);

    -- Who may do everything in the accounts of an environment; without a row for one that isn't known.
    create table environment_administrators (
      environment_id text primary key,
      rows text not null
    ) without rowid;

    -- A change that is only to be sent once another one was agreed to: what follows from a signature.
    alter table outbox add column after_id text;
    create index outbox_after on outbox (after_id) where after_id is not null;
    create trigger outbox_after_sent_again after update of mutation_id on outbox
    when old.mutation_id <> new.mutation_id
    begin
      update outbox set after_id = new.mutation_id where after_id = old.mutation_id;
    end;
    -- What a change carried leaves with it where its account may no longer be seen.
    create trigger review_document_of_no_account after delete on outbox
    when unhex(replace(old.account_id, '-', '')) not in (select id from account)
    begin
      delete from review_document where account_id = old.account_id
        and not exists (select 1 from outbox where account_id = old.account_id);
    end;

    -- A copy that was filled before there were reviews has none of those that are there already, and no administrators.
    -- A place in no feed makes the server send everything anew; what waits in the outbox stays.
    update meta set value = '00000000-0000-0000-0000-000000000000.0.0' where name = 'cursor';
  `,
} as const
