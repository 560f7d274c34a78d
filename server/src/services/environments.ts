import { type Environment, type EnvironmentId, problem, type Result, type UserId } from '@gatehouse/contract'
import type { Database } from '../db/database.ts'
import { selectEnvironments, toEnvironment } from '../repositories/rows.ts'
import { type Recorder, recordInEnvironment } from './record.ts'

export interface NewEnvironment {
  /** Short and unique on this server, for links and command lines: `production`. */
  key: string
  name: string
  kind: Environment['kind']
  /** Who administers it at first. An environment is never without an administrator. */
  administratorId: UserId
}

/**
 * Makes an environment with its first administrator. No route does this: it is the operator's work, by the command
 * line. Refuses with `name_taken` where the key is another environment's, and with `not_found` for an unknown user.
 */
export async function createEnvironment(
  write: Recorder,
  { key, name, kind, administratorId }: NewEnvironment,
): Promise<Result<Environment>> {
  const { tx, now, random } = write
  const user = await tx
    .selectFrom('app_user')
    .where('id', '=', administratorId)
    .select(['id', 'name', 'email'])
    .executeTakeFirst()
  if (!user) return { ok: false, error: problem('not_found', { detail: 'There is no such user.' }) }
  const environmentId = random.id(now) as EnvironmentId
  const made = await tx
    .insertInto('environment')
    .values({ id: environmentId, key, name, kind })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!made) {
    const detail = `There is an environment with the key "${key}" already.`
    const fields = [{ path: 'key', message: 'Another environment has it' }]
    return { ok: false, error: problem('name_taken', { detail, fields }) }
  }
  await tx
    .insertInto('environment_administrator')
    .values({ environment_id: environmentId, user_id: administratorId })
    .execute()
  await recordInEnvironment(
    write,
    environmentId,
    [
      { entity: 'environment', environmentId },
      { entity: 'access', environmentId, userId: administratorId },
    ],
    [
      {
        action: 'environment.created',
        targetKind: 'environment',
        targetId: environmentId,
        targetName: name,
        after: { key, name, kind },
      },
      {
        action: 'administrator.added',
        targetKind: 'user',
        targetId: user.id,
        targetName: user.name,
        after: { email: user.email },
      },
    ],
  )
  return { ok: true, value: await readEnvironment(tx, environmentId) }
}

/** One that is known to exist. */
export async function readEnvironment(db: Database, environmentId: EnvironmentId): Promise<Environment> {
  const row = await selectEnvironments(db).where('e.id', '=', environmentId).executeTakeFirstOrThrow()
  return toEnvironment(row)
}
