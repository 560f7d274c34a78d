import { findEntry } from '../../repositories/access.ts'
import { bootstrap, snapshot } from '../../sync/bootstrap.ts'
import { changesAfter } from '../../sync/feed.ts'
import type { Pokes } from '../../sync/pokes.ts'
import { ok, unknownAccount } from '../answers.ts'
import type { HandlersOf } from '../handler.ts'

export function createSyncHandlers(pokes: Pokes): HandlersOf<'sync'> {
  return {
    'sync.bootstrap': async ({ db, principal, now, query }) =>
      ok(bootstrap(db, { principal, now }, query.first?.split(',') ?? [])),
    'sync.snapshot': async ({ db, principal, now, params }) => {
      const find = (reader: typeof db) => findEntry(reader, principal, params.accountId, now)
      return (await find(db)) ? ok(snapshot(db, { now }, find)) : { ok: false, error: unknownAccount }
    },
    'sync.changes': ({ db, principal, now, query }) => changesAfter(db, { principal, now, ...query }),
    'sync.events': async ({ principal, signal }) => ok(pokes.events(principal, signal)),
  }
}
