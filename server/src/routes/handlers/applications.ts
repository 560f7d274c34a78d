import { impact, listApplications } from '../../services/applications/account-applications.ts'
import {
  assignApplications,
  setAutoAssign,
  unassignApplication,
} from '../../services/applications/applications.ts'
import { addGrant, removeGrant } from '../../services/applications/grants.ts'
import { ok } from '../answers.ts'
import type { HandlersOf } from '../handler.ts'

export const applicationHandlers: HandlersOf<'applications' | 'grants'> = {
  'applications.list': async ({ db, entry }) => ok(await listApplications(db, entry)),
  'applications.assign': ({ write, entry, body }) => assignApplications(write, entry, body),
  'applications.unassign': ({ write, entry, params }) =>
    unassignApplication(write, entry, params.applicationId),
  'applications.setAutoAssign': ({ write, entry, params, body }) =>
    setAutoAssign(write, entry, params.applicationId, body),
  'applications.impact': ({ db, entry, params, query, now }) =>
    impact(db, entry, params.applicationId, query.change, now),
  'grants.add': ({ write, entry, params }) => addGrant(write, entry, params),
  'grants.remove': ({ write, entry, params }) => removeGrant(write, entry, params),
}
