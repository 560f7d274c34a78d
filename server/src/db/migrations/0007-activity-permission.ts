import { type Kysely, sql } from 'kysely'

/**
 * What was done to a service is seen by those who see the service: activity knows which permissions it asks for. It
 * asks for none where nothing is said, as a node of the version before leaves it. For what is there already it is read
 * from what was written down, else from the service as it is; of one that is gone, only who manages services sees it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    alter table activity add column permissions text[] not null default '{}';
    update activity a set permissions = (
      select array_agg(distinct needed) from unnest(array[
        'services.view',
        a.before->>'permission',
        a.after->>'permission',
        case when coalesce(a.before->>'permission', a.after->>'permission') is null then coalesce(
          (select s.permission from service s where s.account_id = a.account_id and s.id::text = a.target_id),
          'services.manage') end
      ]) needed where needed is not null)
      where target_kind = 'service';
  `)
    .execute(db)
}
