import { ok, type Result } from '@gatehouse/contract'
import type { environmentsArea } from '../../../ipc/areas/environments.ts'
import type { ServerWrites } from '../../session/server-writes.ts'
import { atWork, done, type HandlersDeps, type HandlersOf } from './deps.ts'

type Names =
  | 'environments.createApplication'
  | 'environments.editApplication'
  | 'environments.setStatus'
  | 'environments.setDefault'
  | 'environments.setAutoAssign'
  | 'environments.deleteApplication'

/** What administrators do with the applications of their environment. */
export function environmentApplicationCommands(
  deps: HandlersDeps,
  write: ServerWrites['write'],
): Pick<HandlersOf<typeof environmentsArea>['commands'], Names> {
  return {
    'environments.createApplication': ({ attempt, environmentId, ...body }) =>
      atWork(deps, async (workspace) => {
        const call = { params: { environmentId }, body }
        return versionOf(await write(workspace, attempt, 'environmentApplications.create', call))
      }),
    'environments.editApplication': ({ attempt, environmentId, applicationId, ...body }) =>
      atWork(deps, async (workspace) => {
        const call = { params: { environmentId, applicationId }, body }
        return versionOf(await write(workspace, attempt, 'environmentApplications.edit', call))
      }),
    'environments.setStatus': ({ attempt, environmentId, applicationId, ...body }) =>
      atWork(deps, async (workspace) => {
        const call = { params: { environmentId, applicationId }, body }
        return versionOf(await write(workspace, attempt, 'environmentApplications.setStatus', call))
      }),
    'environments.setDefault': ({ attempt, environmentId, ...body }) =>
      atWork(deps, async (workspace) => {
        const call = { params: { environmentId }, body }
        const set = await write(workspace, attempt, 'environmentApplications.setDefault', call)
        return set.ok ? ok({ version: set.value.environment.version }) : set
      }),
    'environments.setAutoAssign': ({ attempt, environmentId, applicationId, ...body }) =>
      atWork(deps, async (workspace) => {
        const call = { params: { environmentId, applicationId }, body }
        const set = await write(workspace, attempt, 'environmentApplications.setAutoAssign', call)
        if (!set.ok) return set
        return ok({ version: set.value.application.version, grantsMade: set.value.grantsMade })
      }),
    'environments.deleteApplication': ({ attempt, environmentId, applicationId, ...body }) =>
      atWork(deps, async (workspace) => {
        const call = { params: { environmentId, applicationId }, body }
        const deleted = await write(workspace, attempt, 'environmentApplications.delete', call)
        return deleted.ok ? done : deleted
      }),
  }
}

function versionOf(written: Result<{ version: number }>): Result<{ version: number }> {
  return written.ok ? ok({ version: written.value.version }) : written
}
