import type { Security, UserId } from '@gatehouse/contract'
import type { Database } from '../../db/database.ts'

/** How the login is secured, without any of its secrets. */
export async function readSecurity(db: Database, userId: UserId): Promise<Omit<Security, 'url'>> {
  const row = await db
    .selectFrom('app_user as u')
    .leftJoin('two_factor as t', (join) =>
      join.onRef('t.user_id', '=', 'u.id').on('t.confirmed_at', 'is not', null),
    )
    .where('u.id', '=', userId)
    .select(['u.password_changed_at', 't.confirmed_at'])
    .select((eb) =>
      eb
        .selectFrom('recovery_code as r')
        .whereRef('r.user_id', '=', 't.user_id')
        .where('r.used_at', 'is', null)
        .select((count) => count.fn.countAll<string>().as('count'))
        .as('left'),
    )
    .executeTakeFirstOrThrow()
  return {
    twoFactor: row.confirmed_at !== null,
    recoveryCodesLeft: Number(row.left ?? 0),
    passwordChangedAt: row.password_changed_at?.toISOString() ?? null,
  }
}
