import { findEntry, findPrincipal } from '../../repositories/access.ts'
import { exportActivity, listActivity } from '../../services/activity/activity.ts'
import { ok } from '../answers.ts'
import type { HandlersOf } from '../handler.ts'

export const activityHandlers: HandlersOf<'activity'> = {
  'activity.list': ({ db, entry, query }) => listActivity(db, entry, query),
  'activity.export': async ({ db, entry, principal, now, query, signal }) => {
    const mayGoOn = async () => {
      const current = await findPrincipal(db, principal.userId)
      const still = current && (await findEntry(db, current, entry.account.id, now))
      return still?.access.permissions.includes('activity.export') ?? false
    }
    return ok(exportActivity(db, entry, { filter: query, signal, mayGoOn }))
  },
}
