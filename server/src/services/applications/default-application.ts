import type { Application, ApplicationId, Environment, Result } from '@gatehouse/contract'
import { refuseStale } from '@gatehouse/contract'
import { readEnvironment } from '../accounts/environments.ts'
import type { WriteContext } from '../context.ts'
import { type ActivityInput, recordInEnvironment } from '../record.ts'
import { applicationChange, findApplication, updateApplication } from './environment-applications.ts'

interface Chosen {
  environment: Environment
  application: Application | null
}

/**
 * Chooses the application that a login without an application's id opens and that new accounts start with, or none.
 * Accounts that are there already keep what they have. An inactive one may be chosen ahead of its integration: until
 * it is active, a login without an id is told that it isn't.
 */
export async function setDefault(
  write: WriteContext,
  environment: Environment,
  { applicationId, baseVersion }: { applicationId: ApplicationId | null; baseVersion: number },
): Promise<Result<Chosen>> {
  const { tx } = write
  const stale = refuseStale(environment, baseVersion)
  if (stale) return { ok: false, error: stale }
  const wanted = applicationId ? await findApplication(tx, environment.id, applicationId) : null
  if (wanted && !wanted.ok) return wanted
  const { defaultApplicationId } = environment
  if (applicationId === defaultApplicationId) {
    return { ok: true, value: { environment, application: wanted?.value ?? null } }
  }

  // The old one first: there is never a moment with two.
  const before = defaultApplicationId
    ? await updateApplication(write, defaultApplicationId, { is_default: false })
    : null
  const after = applicationId ? await updateApplication(write, applicationId, { is_default: true }) : null
  await bumpEnvironment(write, environment)
  await recordInEnvironment(
    write,
    environment.id,
    [
      ...(before ? [applicationChange(before, 'put')] : []),
      ...(after ? [applicationChange(after, 'put')] : []),
      { entity: 'environment', environmentId: environment.id },
    ],
    [activityOf(before, after)],
  )
  return {
    ok: true,
    value: { environment: await readEnvironment(tx, environment.id), application: after },
  }
}

/** The default application is part of the environment's row, so another one makes it a new version. */
export async function bumpEnvironment({ tx }: WriteContext, { id }: Pick<Environment, 'id'>): Promise<void> {
  await tx
    .updateTable('environment')
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute()
}

function activityOf(before: Application | null, after: Application | null): ActivityInput {
  const named = (one: Application | null) => (one ? { defaultApplication: one.name } : null)
  const target = after ?? before
  return {
    action: after ? 'application.default_set' : 'application.default_cleared',
    targetKind: 'application',
    targetId: target?.id ?? '',
    targetName: target?.name ?? '',
    before: named(before),
    after: named(after),
  }
}
