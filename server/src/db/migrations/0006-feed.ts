import { type Kysely, sql } from 'kysely'

/**
 * Lets a reader of the feed find what is addressed to one user, and what concerns environments as a whole, without
 * looking at everything else that happened since.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    create index change_of_user on change (user_id, xid, seq) where user_id is not null;
    create index change_of_environment on change (xid, seq) include (environment_id, entity)
      where account_id is null and user_id is null;
  `)
    .execute(db)
}
