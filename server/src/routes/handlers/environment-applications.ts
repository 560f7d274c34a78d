import { deleteApplication } from '../../services/applications/application-deletion.ts'
import { setDefault } from '../../services/applications/default-application.ts'
import {
  createApplication,
  editApplication,
  listEnvironmentApplications,
  setStatus,
} from '../../services/applications/environment-applications.ts'
import { setEnvironmentAutoAssign } from '../../services/applications/environment-auto-assign.ts'
import { environmentImpact } from '../../services/applications/environment-impact.ts'
import { ok } from '../answers.ts'
import type { HandlersOf } from '../handler.ts'

export const environmentApplicationHandlers: HandlersOf<'environmentApplications'> = {
  'environmentApplications.list': async ({ db, environment }) =>
    ok(await listEnvironmentApplications(db, environment)),
  'environmentApplications.create': ({ write, environment, body }) =>
    createApplication(write, environment, body),
  'environmentApplications.edit': ({ write, environment, params, body }) =>
    editApplication(write, environment, params.applicationId, body),
  'environmentApplications.setStatus': ({ write, environment, params, body }) =>
    setStatus(write, environment, params.applicationId, body),
  'environmentApplications.setDefault': ({ write, environment, body }) =>
    setDefault(write, environment, body),
  'environmentApplications.setAutoAssign': ({ write, environment, params, body }) =>
    setEnvironmentAutoAssign(write, environment, params.applicationId, body),
  'environmentApplications.impact': ({ db, environment, params, query, now }) =>
    environmentImpact(db, environment, params.applicationId, query.change, now),
  'environmentApplications.delete': ({ write, environment, params, body }) =>
    deleteApplication(write, environment, params.applicationId, body),
}
