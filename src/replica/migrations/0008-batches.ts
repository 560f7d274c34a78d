/**
 * Changes that were made together, so that what became of each can be told after it has left the outbox. The triggers
 * note that: whatever takes a change out of the outbox or sends it again, the line hears of it in the same transaction.
 */
export const batches = {
  version: 8,
  sql: `
    create table batch (
      n integer primary key,
      id text not null unique,
      created_at text not null,
      -- Asked for in a dialog, which offers no undo.
      confirmed integer not null
    );
    create table batch_line (
      batch integer not null references batch (n) on delete cascade,
      position integer not null,
      -- Null for what was refused before it got into the outbox.
      mutation_id text,
      account_id text not null,
      intent text not null,
      names text not null,
      -- The change that takes this one back once the server has it.
      inverse text,
      -- 'queued': the outbox knows. 'refused': it never got there.
      state text not null check (state in ('queued', 'refused', 'done', 'undone', 'discarded')),
      problem text,
      primary key (batch, position)
    ) without rowid;
    create index batch_line_by_mutation on batch_line (mutation_id) where mutation_id is not null;

    create trigger batch_line_sent_again after update of mutation_id on outbox
    when old.mutation_id <> new.mutation_id
    begin
      update batch_line set mutation_id = new.mutation_id where mutation_id = old.mutation_id;
    end;
    create trigger batch_line_ended after delete on outbox
    begin
      update batch_line
      set state = case old.state when 'waiting' then 'undone' when 'refused' then 'discarded' else 'done' end
      where mutation_id = old.mutation_id and state = 'queued';
      -- Of an account that the user may no longer see nothing stays once the outbox has let go of it.
      delete from batch_line
      where mutation_id = old.mutation_id and unhex(replace(account_id, '-', '')) not in (select id from account);
    end;
  `,
} as const
