import { type Kysely, sql } from 'kysely'

/**
 * Activity of one person, or about one thing, is looked for in accounts with years of it; and what administrators did
 * to one account is looked for among what they did to thousands.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    create index activity_by_actor on activity (account_id, actor_id, at desc, id desc);
    create index activity_by_target on activity (account_id, target_id, at desc, id desc);
    create index environment_activity_by_account
      on environment_activity (environment_id, account_id, at desc, id desc);
  `)
    .execute(db)
}
