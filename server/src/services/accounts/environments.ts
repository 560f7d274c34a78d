import {
  type Environment,
  type EnvironmentEntry,
  type EnvironmentId,
  type Principal,
  problem,
  type Result,
  refuseStale,
  type UserId,
} from '@gatehouse/contract'
import { sql } from 'kysely'
import type { Database } from '../../db/database.ts'
import { findEnvironment, selectDirectory } from '../../repositories/access.ts'
import { selectEnvironments, toEnvironment } from '../../repositories/rows.ts'
import type { WriteContext } from '../context.ts'
import { hintsToInvited } from '../invitations/invitation-record.ts'
import { type Recorder, recordInEnvironment } from '../record.ts'

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

/** The environments that the principal administers or has accounts in, by name. */
export async function listEnvironments(
  db: Database,
  principal: Principal,
  now: Date,
): Promise<EnvironmentEntry[]> {
  const ofAccounts = selectDirectory(db, { ...principal, administers: [] }, now)
    .clearSelect()
    .select('a.environment_id')
  const rows = await selectEnvironments(db)
    .where((eb) =>
      eb.or([eb('e.id', 'in', ofAccounts), sql<boolean>`e.id = any(${principal.administers}::uuid[])`]),
    )
    .orderBy(sql`lower(e.name)`)
    .orderBy('e.id')
    .execute()
  return rows.map((row) => toEntry(toEnvironment(row), principal))
}

/** One of them; null for one that the principal may not know of. */
export async function findEnvironmentEntry(
  db: Database,
  principal: Principal,
  environmentId: EnvironmentId,
  now: Date,
): Promise<EnvironmentEntry | null> {
  const environment = await findEnvironment(db, principal, environmentId, now)
  return environment && toEntry(environment, principal)
}

function toEntry(environment: Environment, { administers }: Principal): EnvironmentEntry {
  return { environment, isAdministrator: administers.includes(environment.id) }
}

/** Renames an environment. Its key and kind stay: links, configuration and people rely on them. */
export async function editEnvironment(
  write: WriteContext,
  before: Environment,
  { name, baseVersion }: { name: string; baseVersion: number },
): Promise<Result<Environment>> {
  const refused = refuseStale(before, baseVersion)
  if (refused) return { ok: false, error: refused }
  if (name === before.name) return { ok: true, value: before }
  await write.tx
    .updateTable('environment')
    .set((eb) => ({ name, version: eb('version', '+', 1) }))
    .where('id', '=', before.id)
    .execute()
  await recordInEnvironment(
    write,
    before.id,
    [
      { entity: 'environment', environmentId: before.id },
      ...(await hintsToInvited(write, { environmentId: before.id })),
    ],
    [
      {
        action: 'environment.edited',
        targetKind: 'environment',
        targetId: before.id,
        targetName: name,
        before: { name: before.name },
        after: { name },
      },
    ],
  )
  return { ok: true, value: await readEnvironment(write.tx, before.id) }
}
