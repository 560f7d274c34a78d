import { problem } from '@gatehouse/contract'
import type { Clock } from '../../clock.ts'
import { findEntry } from '../../repositories/access.ts'
import { bootstrap, checkResumable, snapshot } from '../../sync/bootstrap.ts'
import { changesAfter } from '../../sync/feed.ts'
import { createPlaces, type Places } from '../../sync/places.ts'
import type { Pokes } from '../../sync/pokes.ts'
import { ok, unknownAccount } from '../answers.ts'
import type { HandlersOf } from '../handler.ts'

export interface SyncHandlerDeps {
  pokes: Pokes
  clock: Clock
  /** Default: as many as suit one node. */
  places?: Places
}

export function createSyncHandlers({
  pokes,
  clock,
  places = createPlaces(),
}: SyncHandlerDeps): HandlersOf<'sync'> {
  return {
    'sync.bootstrap': async ({ db, principal, protocol, query, signal }) => {
      const { resume: cursor, after = null } = query
      if (cursor === undefined && after !== null) return { ok: false, error: afterWithoutResume }
      if (cursor !== undefined) {
        const resumable = await checkResumable(db, cursor)
        if (!resumable.ok) return resumable
      }
      const wish = {
        first: query.first?.split(',') ?? [],
        ...(cursor === undefined ? {} : { resume: { cursor, after } }),
      }
      return places.take(principal.userId, signal, () => bootstrap(db, { principal, protocol, clock }, wish))
    },
    'sync.snapshot': async ({ db, principal, protocol, now, params, signal }) => {
      const { accountId } = params
      const entry = await findEntry(db, principal, accountId, now)
      if (!entry) return { ok: false, error: unknownAccount }
      return places.take(principal.userId, signal, () =>
        snapshot(db, { principal, protocol, clock }, accountId),
      )
    },
    'sync.changes': ({ db, principal, protocol, now, query }) =>
      changesAfter(db, { principal, protocol, now, ...query }),
    'sync.events': async ({ principal, signal }) => ok(pokes.events(principal, signal)),
  }
}

const afterWithoutResume = problem('validation', {
  fields: [{ path: 'query.after', message: 'This goes with `resume` alone' }],
})
