import { type Kysely, sql } from 'kysely'

/**
 * Mails know the invitation that they are about, so that those which haven't left yet can be taken back with it; and
 * an invitation knows when a new one was last asked for. Both columns may be empty, as a node of the version before
 * leaves them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    alter table mail_outbox add column invitation_id uuid references invitation on delete cascade;
    create index mail_outbox_by_invitation on mail_outbox (invitation_id) where invitation_id is not null;
    alter table invitation add column requested_at timestamptz;
  `)
    .execute(db)
}
