import { type Kysely, sql } from 'kysely'

/**
 * Access reviews. The documents of one are text, as they were hashed. What is signed stays as it is: the database
 * itself refuses to change it, whoever asks. It goes with its account alone; see docs/adr/0020-access-reviews.md.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    create table review (
      id uuid primary key,
      account_id uuid not null references account on delete cascade,
      title text not null,
      campaign_id uuid,
      campaign_name text,
      state text not null check (state in ('planned', 'open', 'second', 'signed', 'cancelled')),
      scope jsonb not null,
      reviewer_id uuid not null references app_user,
      reviewer_name text not null,
      second_reviewer_id uuid references app_user,
      second_reviewer_name text,
      allows_self boolean not null,
      created_by uuid references app_user,
      created_by_name text not null,
      created_at timestamptz not null,
      due_at timestamptz,
      repeat_months int check (repeat_months between 1 and 24),
      -- Of the month, which a day that the following months don't have must not make another one.
      repeat_day int check (repeat_day between 1 and 31),
      snapshot jsonb,
      progress jsonb not null default '{"decided": 0, "total": 0}',
      signatures jsonb not null default '[]',
      outcome jsonb,
      seal jsonb,
      cancel_reason text,
      version int not null default 1,
      check ((campaign_id is null) = (campaign_name is null)),
      check ((second_reviewer_id is null) = (second_reviewer_name is null)),
      check (second_reviewer_id <> reviewer_id),
      check (snapshot is not null or state in ('planned', 'cancelled')),
      check ((state = 'signed') = (seal is not null)),
      check ((state = 'cancelled') = (cancel_reason is not null))
    );
    create index review_by_account on review (account_id, created_at desc, id desc);
    create index review_due on review (due_at) where state in ('planned', 'open', 'second');

    create table review_document (
      review_id uuid not null references review on delete cascade,
      kind text not null check (kind in ('snapshot', 'decisions', 'record')),
      sha256 text not null,
      -- In its canonical form: what the hash is of.
      body text not null,
      primary key (review_id, kind)
    );

    -- What somebody was mailed about a day on which a review is due, so that each is mailed once.
    create table review_reminder (
      review_id uuid not null references review on delete cascade,
      user_id uuid not null references app_user on delete cascade,
      kind text not null check (kind in ('soon', 'overdue')),
      due_at timestamptz not null,
      primary key (review_id, user_id, kind, due_at)
    );

    -- A row that is deleted with its account finds the account gone already: that is how it is told from one that
    -- somebody wants to be rid of.
    create function review_keep_signed() returns trigger language plpgsql as $$
    begin
      if old.state <> 'signed' then
        if tg_op = 'DELETE' then return old; end if;
        return new;
      end if;
      if tg_op = 'DELETE' and not exists (select from account where id = old.account_id) then return old; end if;
      raise exception 'a signed review can not be changed' using errcode = 'restrict_violation';
    end $$;
    create trigger review_keep_signed before update or delete on review
      for each row execute function review_keep_signed();

    create function review_document_keep_signed() returns trigger language plpgsql as $$
    declare signed boolean;
    begin
      select bool_or(r.state = 'signed') into signed from review r
        where r.id = old.review_id or (tg_op = 'UPDATE' and r.id = new.review_id);
      if signed then
        raise exception 'a signed review can not be changed' using errcode = 'restrict_violation';
      end if;
      if tg_op = 'DELETE' then return old; end if;
      return new;
    end $$;
    create trigger review_document_keep_signed before update or delete on review_document
      for each row execute function review_document_keep_signed();

    create function review_keep_all_signed() returns trigger language plpgsql as $$
    begin
      if exists (select from review where state = 'signed') then
        raise exception 'a signed review can not be changed' using errcode = 'restrict_violation';
      end if;
      return null;
    end $$;
    create trigger review_keep_all_signed before truncate on review
      for each statement execute function review_keep_all_signed();
    create trigger review_document_keep_all_signed before truncate on review_document
      for each statement execute function review_keep_all_signed();
  `)
    .execute(db)
}
