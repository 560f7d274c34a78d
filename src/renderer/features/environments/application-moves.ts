import type { Result } from '@gatehouse/contract'
import type { EnvironmentApplication, EnvironmentDetail } from '../../../ipc/views.ts'
import { undoWords } from '../../../strings/common.ts'
import { environmentApplicationWords as t } from '../../../strings/environments.ts'
import { bridge } from '../../data/bridge.ts'
import { notifyProblem } from '../../data/use-mutate.ts'
import { notify } from '../../ui/toast.tsx'
import { newId } from './use-server.ts'

// What is done at once at the server, and can be taken back as quickly.

/** Users can open it from now on. */
export async function setIntegrated(
  environment: EnvironmentDetail,
  { id: applicationId, name, version }: Pick<EnvironmentApplication, 'id' | 'name' | 'version'>,
): Promise<void> {
  const target = { environmentId: environment.id, applicationId }
  const answer = await bridge().command('environments.setStatus', {
    ...target,
    status: 'active',
    baseVersion: version,
    attempt: newId(),
  })
  if (!answer.ok) return notifyProblem(answer.error)
  const base = answer.value.version
  notify({
    title: t.integrated(name),
    detail: environment.defaultApplication ? t.integratedDetail : t.integratedWithoutDefault,
    undo: () =>
      void undone(
        bridge().command('environments.setStatus', {
          ...target,
          status: 'inactive',
          baseVersion: base,
          attempt: newId(),
        }),
      ),
  })
}

/** What a login opens that names no application; null for nothing. */
export async function setDefault(
  environment: EnvironmentDetail,
  application: Pick<EnvironmentApplication, 'id' | 'name' | 'status'> | null,
): Promise<boolean> {
  const { id: environmentId, version, defaultApplication: before } = environment
  const answer = await bridge().command('environments.setDefault', {
    environmentId,
    applicationId: application?.id ?? null,
    baseVersion: version,
    attempt: newId(),
  })
  if (!answer.ok) {
    notifyProblem(answer.error)
    return false
  }
  const base = answer.value.version
  notify({
    title: application ? t.madeDefault(application.name) : t.unsetDefault,
    detail:
      application === null
        ? t.unsetDefaultDetail
        : application.status === 'inactive'
          ? t.madeDefaultInactive
          : t.madeDefaultDetail(before?.name ?? null),
    undo: () =>
      void undone(
        bridge().command('environments.setDefault', {
          environmentId,
          applicationId: before?.id ?? null,
          baseVersion: base,
          attempt: newId(),
        }),
      ),
  })
  return true
}

async function undone(asked: Promise<Result<unknown>>): Promise<void> {
  const answer = await asked
  if (answer.ok) notify({ title: undoWords.undone })
  else notifyProblem(answer.error)
}
