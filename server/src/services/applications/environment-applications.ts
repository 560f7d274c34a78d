import {
  type Application,
  type ApplicationFields,
  type ApplicationId,
  changedFields,
  type Environment,
  type EnvironmentId,
  problem,
  type Result,
  type RouteAnswer,
  type Routes,
  refuseStale,
} from '@gatehouse/contract'
import type { Database } from '../../db/database.ts'
import { toApplication } from '../../repositories/rows.ts'
import type { WriteContext } from '../context.ts'
import { hintsToInvited } from '../invitations/invitation-record.ts'
import { type ActivityInput, type ChangeInput, recordInEnvironment } from '../record.ts'

const unknownApplication = problem('not_found', {
  detail: 'There is no such application in this environment.',
})
const keyTaken = problem('name_taken', {
  detail: 'Another application of the environment has this key.',
  fields: [{ path: 'key', message: 'Another application has it' }],
})

/** Every application and agent of the environment, by name. */
export async function listEnvironmentApplications(
  db: Database,
  environment: Environment,
): Promise<RouteAnswer<Routes['environmentApplications.list']>> {
  const rows = await db
    .selectFrom('application')
    .selectAll()
    .where('environment_id', '=', environment.id)
    .orderBy('name')
    .orderBy('id')
    .execute()
  return { environment, items: rows.map(toApplication) }
}

/** One of the environment as it is now; `not_found` also for one of another environment. */
export async function findApplication(
  db: Database,
  environmentId: EnvironmentId,
  applicationId: ApplicationId,
): Promise<Result<Application>> {
  const row = await db
    .selectFrom('application')
    .selectAll()
    .where('environment_id', '=', environmentId)
    .where('id', '=', applicationId)
    .executeTakeFirst()
  return row ? { ok: true, value: toApplication(row) } : { ok: false, error: unknownApplication }
}

/** The same, refused with `stale_version` where it was changed since it was looked at. */
export async function findAtVersion(
  db: Database,
  environmentId: EnvironmentId,
  applicationId: ApplicationId,
  baseVersion: number,
): Promise<Result<Application>> {
  const found = await findApplication(db, environmentId, applicationId)
  const stale = found.ok ? refuseStale(found.value, baseVersion) : null
  return stale ? { ok: false, error: stale } : found
}

/** Creates an application. Refused with `name_taken` while another one of the environment has its key. */
export async function createApplication(
  write: WriteContext,
  environment: Environment,
  wanted: ApplicationFields & { applicationId: ApplicationId; status: Application['status'] },
): Promise<Result<Application>> {
  const { applicationId, status, ...fields } = wanted
  const row = await write.tx
    .insertInto('application')
    .values({
      id: applicationId,
      environment_id: environment.id,
      key: fields.key,
      name: fields.name,
      description: fields.description,
      type: fields.type,
      status,
      application_url: fields.applicationUrl,
      login_url: fields.loginUrl,
      logo_url: fields.logoUrl,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst()
  if (!row) {
    if (await isKeyTaken(write.tx, environment.id, fields.key)) return { ok: false, error: keyTaken }
    const message = 'This id belongs to another application. Make a new one'
    return { ok: false, error: problem('validation', { fields: [{ path: 'applicationId', message }] }) }
  }
  const application = toApplication(row)
  await recordApplication(write, application, { action: 'application.created', after: { ...fields, status } })
  return { ok: true, value: application }
}

/** Changes what an application is called and where it is. An edit that changes nothing writes nothing. */
export async function editApplication(
  write: WriteContext,
  environment: Environment,
  applicationId: ApplicationId,
  {
    baseVersion,
    ...wanted
  }: { [key in keyof ApplicationFields]?: ApplicationFields[key] | undefined } & {
    baseVersion: number
  },
): Promise<Result<Application>> {
  const found = await findAtVersion(write.tx, environment.id, applicationId, baseVersion)
  if (!found.ok) return found
  const changed = changedFields(fieldsOf(found.value), wanted)
  if (!changed) return found
  const { before, after } = changed
  if (after.key !== undefined && (await isKeyTaken(write.tx, environment.id, after.key))) {
    return { ok: false, error: keyTaken }
  }
  const application = await updateApplication(write, applicationId, columnsOf(after))
  const renamed = after.name === undefined ? [] : await hintsToInvited(write, { applicationId })
  await recordApplication(write, application, { action: 'application.edited', before, after }, [
    applicationChange(application, 'put'),
    ...renamed,
  ])
  return { ok: true, value: application }
}

/**
 * Marks an application as integrated or not. One that isn't can't be opened, and stays where it is assigned and
 * granted; the default one stays the default, and logins that name no application fail meanwhile.
 */
export async function setStatus(
  write: WriteContext,
  environment: Environment,
  applicationId: ApplicationId,
  { status, baseVersion }: { status: Application['status']; baseVersion: number },
): Promise<Result<Application>> {
  const found = await findAtVersion(write.tx, environment.id, applicationId, baseVersion)
  if (!found.ok || found.value.status === status) return found
  const application = await updateApplication(write, applicationId, { status })
  await recordApplication(write, application, {
    action: status === 'active' ? 'application.activated' : 'application.deactivated',
    before: { status: found.value.status },
    after: { status },
  })
  return { ok: true, value: application }
}

/** Writes columns of an application anew, as its next version. */
export async function updateApplication(
  { tx }: WriteContext,
  applicationId: ApplicationId,
  columns: Partial<ReturnType<typeof columnsOf>> & {
    status?: Application['status']
    is_default?: boolean
    auto_assign?: boolean
  },
): Promise<Application> {
  const row = await tx
    .updateTable('application')
    .set((eb) => ({ ...columns, version: eb('version', '+', 1) }))
    .where('id', '=', applicationId)
    .returningAll()
    .executeTakeFirstOrThrow()
  return toApplication(row)
}

/** What was done to an application, for the environment's activity and every replica that knows it. */
export function recordApplication(
  write: WriteContext,
  application: Application,
  activity: Pick<ActivityInput, 'action' | 'before' | 'after'>,
  changes: ChangeInput[] = [applicationChange(application, 'put')],
): Promise<void> {
  return recordInEnvironment(write, application.environmentId, changes, [
    {
      targetKind: 'application',
      targetId: application.id,
      targetName: application.name,
      ...activity,
    },
  ])
}

export function applicationChange(
  { id, environmentId }: Pick<Application, 'id' | 'environmentId'>,
  op: 'put' | 'delete',
): ChangeInput {
  return { entity: 'application', environmentId, applicationId: id, op }
}

async function isKeyTaken(db: Database, environmentId: EnvironmentId, key: string): Promise<boolean> {
  const row = await db
    .selectFrom('application')
    .where('environment_id', '=', environmentId)
    .where('key', '=', key)
    .select('id')
    .executeTakeFirst()
  return row !== undefined
}

function fieldsOf(application: Application): ApplicationFields {
  const { key, name, description, type, applicationUrl, loginUrl, logoUrl } = application
  return { key, name, description, type, applicationUrl, loginUrl, logoUrl }
}

// Only what is there: an update leaves the other columns as they are.
function columnsOf({ applicationUrl, loginUrl, logoUrl, ...rest }: Partial<ApplicationFields>) {
  return {
    ...rest,
    ...(applicationUrl === undefined ? {} : { application_url: applicationUrl }),
    ...(loginUrl === undefined ? {} : { login_url: loginUrl }),
    ...(logoUrl === undefined ? {} : { logo_url: logoUrl }),
  }
}
