import { exportActivity, listActivity } from '../../services/activity.ts'
import { ok } from '../answers.ts'
import type { HandlersOf } from '../handler.ts'

export const activityHandlers: HandlersOf<'activity'> = {
  'activity.list': ({ db, entry, query }) => listActivity(db, entry, query),
  'activity.export': async ({ db, entry, query, signal }) => ok(exportActivity(db, entry, query, signal)),
}
