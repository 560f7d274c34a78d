import {
  type Administrator,
  type Environment,
  type EnvironmentId,
  normalizeAddress,
  problem,
  type Result,
  type UserId,
} from '@gatehouse/contract'
import { sql } from 'kysely'
import type { Database } from '../../db/database.ts'
import type { WriteContext } from '../context.ts'
import { type Recorder, recordInEnvironment } from '../record.ts'

const noLogin = problem('not_found', {
  detail: 'No login has this address. Ask the person to sign up first, then add them.',
})
const notVerified = problem('email_not_verified', {
  detail: 'The person has not verified this address yet, so it may be somebody else’s.',
})
const noAdministrator = problem('not_found', { detail: 'This user does not administer the environment.' })
const lastOne = problem('last_administrator', {
  detail: 'Nobody else administers the environment. Add another administrator first.',
})

/** Who administers the environment, by name. */
export async function listAdministrators(
  db: Database,
  { id }: Pick<Environment, 'id'>,
): Promise<Administrator[]> {
  return selectAdministrators(db, id).orderBy(sql`lower(u.name)`).orderBy('u.id').execute()
}

function selectAdministrators(db: Database, environmentId: EnvironmentId) {
  return db
    .selectFrom('environment_administrator as a')
    .innerJoin('app_user as u', 'u.id', 'a.user_id')
    .where('a.environment_id', '=', environmentId)
    .select(['u.id as userId', 'u.name', 'u.email'])
}

/**
 * Makes somebody administrator by the address that they sign in with. It has to be verified: by an address that
 * isn't, anybody could have signed up.
 */
export async function addAdministrator(
  write: Recorder,
  { id: environmentId }: Environment,
  email: string,
): Promise<Result<Administrator>> {
  const { tx } = write
  const user = await tx
    .selectFrom('app_user')
    .where(sql`lower(email)`, '=', normalizeAddress(email))
    .select(['id as userId', 'name', 'email', 'email_verified_at'])
    .executeTakeFirst()
  if (!user) return { ok: false, error: noLogin }
  const { email_verified_at, ...administrator } = user
  if (!email_verified_at) return { ok: false, error: notVerified }
  const added = await tx
    .insertInto('environment_administrator')
    .values({ environment_id: environmentId, user_id: user.userId })
    .onConflict((conflict) => conflict.doNothing())
    .returning('user_id')
    .executeTakeFirst()
  if (added) await recordAdministrator(write, environmentId, 'administrator.added', administrator)
  return { ok: true, value: administrator }
}

/**
 * Takes the administration of the environment from somebody. Memberships that they have in accounts stay. Two who
 * remove each other at once are taken in turn, so one of them stays.
 */
export async function removeAdministrator(
  write: WriteContext,
  { id: environmentId }: Environment,
  userId: UserId,
): Promise<Result<Record<string, never>>> {
  const { tx } = write
  const all = await selectAdministrators(tx, environmentId).execute()
  const administrator = all.find((row) => row.userId === userId)
  if (!administrator) return { ok: false, error: noAdministrator }
  if (all.length === 1) return { ok: false, error: lastOne }
  await tx
    .deleteFrom('environment_administrator')
    .where('environment_id', '=', environmentId)
    .where('user_id', '=', userId)
    .execute()
  await recordAdministrator(write, environmentId, 'administrator.removed', administrator)
  return { ok: true, value: {} }
}

async function recordAdministrator(
  write: Recorder,
  environmentId: EnvironmentId,
  action: 'administrator.added' | 'administrator.removed',
  { userId, name, email }: Administrator,
): Promise<void> {
  await recordInEnvironment(
    write,
    environmentId,
    [
      { entity: 'access', environmentId, userId },
      { entity: 'administrators', environmentId },
    ],
    [
      {
        action,
        targetKind: 'user',
        targetId: userId,
        targetName: name,
        ...(action === 'administrator.added' ? { after: { email } } : { before: { email } }),
      },
    ],
  )
}
