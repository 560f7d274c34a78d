import { listActivity } from '../../services/reading.ts'
import type { HandlersOf } from '../handler.ts'

export const activityHandlers: HandlersOf<'activity'> = {
  'activity.list': ({ db, entry, query }) => listActivity(db, entry, query),
}
