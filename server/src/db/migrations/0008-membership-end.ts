import { type Kysely, sql } from 'kysely'

/** An invitation may offer a membership that ends by itself; it never outlives it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    alter table invitation add column membership_ends_at timestamptz;
    alter table invitation add constraint invitation_ends_with_membership
      check (membership_ends_at is null or expires_at <= membership_ends_at);
  `)
    .execute(db)
}
