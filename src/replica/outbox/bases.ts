import {
  type Edit,
  editOf,
  editOnto,
  type Intent,
  mergeFields,
  type Problem,
  problem,
  sameValue,
} from '@gatehouse/contract'
import type { Conflict } from '../../ipc/views.ts'
import type { Sql } from '../database.ts'
import type { Write } from '../write.ts'
import { asRow, currentRow, type Place, writeRow } from './entities.ts'
import { type Queued, type Row, readEditsNaming, refuseQueued, updateQueued } from './rows.ts'
import { confirmedRow } from './shadows.ts'

// An edit names the version of the row that it was decided on, and the server takes it for no other. Offline that
// version is soon another: others change the row, and so do earlier changes in the queue. So an edit is put onto the
// row as it is by then, as long as nobody else changed the same fields.

function placeOfEdit(queued: Pick<Queued, 'accountId'>, { entity, id }: Edit): Place {
  return { entity, accountId: queued.accountId, key: id }
}

/** The fields of a row with the version that edits name; of an account without the access to it. */
function asFields(place: Place, row: object | null): Row | null {
  if (row === null) return null
  return (place.entity === 'account' && 'account' in row ? row.account : row) as Row
}

export const confirmedAt = (sql: Sql, place: Place) => asFields(place, confirmedRow(sql, place))
export const currentAt = (sql: Sql, place: Place) => asFields(place, currentRow(sql, place))

/**
 * What a change that is made now is decided on. A field that an own change hides is known as that one knew it: what
 * somebody else made of it since hasn't been seen.
 */
export function basesOf(
  sql: Sql,
  accountId: Queued['accountId'],
  intent: Intent,
  now: Date,
): Pick<Queued, 'base' | 'seen'> {
  const edit = editOf(intent, now)
  if (!edit) return { base: null, seen: null }
  const place = placeOfEdit({ accountId }, edit)
  const [confirmed, seen] = [confirmedAt(sql, place), currentAt(sql, place)]
  const hiding = readEditsNaming(sql, accountId, edit.id).findLast(
    (queued) => queued.state !== 'refused' && rowNamed(queued) === `${edit.entity}/${edit.id}`,
  )
  if (!confirmed || !seen || !hiding?.base) return { base: confirmed, seen }
  const hidden = Object.entries(hiding.base).filter(([name]) => !sameValue(seen[name], confirmed[name]))
  return { base: { ...confirmed, ...Object.fromEntries(hidden) }, seen }
}

/** What a change that takes the place of another is decided on: what was shown of that one. */
export function basesInPlaceOf(
  sql: Sql,
  old: Queued,
  intent: Intent,
  now: Date,
): Pick<Queued, 'base' | 'seen'> {
  const edit = editOf(intent, now)
  const isSameRow = edit !== null && rowNamed(old) === `${edit.entity}/${edit.id}`
  if (isSameRow && old.conflict) return { base: old.conflict.theirs, seen: old.conflict.theirs }
  if (isSameRow && old.seen) return { base: old.base, seen: old.seen }
  return basesOf(sql, old.accountId, intent, now)
}

/** The change for the row as it stands, whatever version it names: what is on its way is shown as it was decided. */
export function forCurrentRow(sql: Sql, { accountId, createdAt }: Queued, intent: Intent): Intent {
  const edit = editOf(intent, new Date(createdAt))
  const current = edit && currentAt(sql, placeOfEdit({ accountId }, edit))
  return edit && current ? editOnto(intent, edit.wants, Number(current.version)) : intent
}

/**
 * Puts a waiting edit onto its row as it is by now, to be called at its turn in a replay. Fields that it doesn't change
 * are taken from the row. Where somebody else changed the same fields it is refused with both sides, as the server would,
 * and null is the answer. What may have arrived stays as it was sent: its id stands for exactly that.
 */
export function putOnto(write: Write, queued: Queued, intent: Intent): Intent | null {
  const { sql } = write
  const { seen, accountId, seq } = queued
  const edit = editOf(intent, new Date(queued.createdAt))
  if (!edit || !seen || queued.state !== 'waiting' || queued.mayHaveArrived) return intent
  const place = placeOfEdit({ accountId }, edit)
  const current = currentAt(sql, place)
  if (!current) return intent
  const theirs = confirmedAt(sql, place)
  const base = queued.base ?? theirs ?? seen
  const { fields, collisions } = mergeFields(
    { seen, base, mine: edit.wants, theirs: theirs ?? base, current },
    edit.units,
  )
  if (collisions.length > 0 && theirs) {
    const conflict = conflictOf(edit, collisions, { base, mine: fields as Row, theirs })
    refuseQueued(sql, seq, staleBy(theirs), conflict)
    write.touch('outbox', accountId)
    return null
  }
  const moved = editOnto(intent, fields, Number(current.version))
  const change = {
    ...(JSON.stringify(moved) === JSON.stringify(intent) ? {} : { intent: moved }),
    ...(theirs && theirs.version !== queued.base?.version ? { base: theirs } : {}),
    ...(fieldsDiffer(seen, current) ? { seen: { ...current, ...kept(seen, edit, fields) } } : {}),
  }
  if (Object.keys(change).length > 0) updateQueued(sql, seq, change)
  return moved
}

const fieldsDiffer = (a: Row, b: Row) => JSON.stringify(a) !== JSON.stringify(b)

/** Fields that the change means to set stay those that were seen: they would seem unchanged otherwise. */
function kept(seen: Row, { wants }: Edit, fields: Record<string, unknown>): Row {
  const own = Object.keys(wants).filter(
    (name) => JSON.stringify(fields[name]) === JSON.stringify(wants[name]) && name in seen,
  )
  return Object.fromEntries(own.map((name) => [name, seen[name] ?? null]))
}

function conflictOf(
  { entity, id }: Edit,
  collisions: readonly string[],
  { base, mine, theirs }: Record<'base' | 'mine' | 'theirs', Row>,
): Conflict {
  const fields = collisions.map((field) => ({
    field,
    base: base[field] ?? null,
    mine: mine[field] ?? null,
    theirs: theirs[field] ?? null,
  }))
  return { entity, id, fields, base, mine: { ...theirs, ...mine }, theirs }
}

function staleBy(current: Row): Problem {
  return problem('stale_version', { current })
}

/**
 * Takes the row that the server named when it refused an edit as stale: it is newer than what is here. To be called
 * inside a rebase. False where there is nothing to take.
 */
export function takeTheirs(write: Write, queued: Queued, { code, current }: Problem): boolean {
  const { intent } = queued
  if (code !== 'stale_version' || !intent || !queued.seen) return false
  const edit = editOf(intent, new Date(queued.createdAt))
  if (!edit || current === undefined) return false
  const place = placeOfEdit(queued, edit)
  const known = currentRow(write.sql, place)
  const row = asRow(
    edit.entity,
    edit.entity === 'account' && known ? { ...known, account: current } : current,
  )
  if (!known || !row) return false
  const version = (of: object) => Number(asFields(place, of)?.version)
  if (version(row) > version(known)) writeRow(write, place, row)
  return true
}

/**
 * The server agreed to `done` and it leaves the queue: the fields that it made, and that later edits of the same rows
 * were decided on, are confirmed with it. No others: of those somebody else may have made something that nobody here has
 * seen. To be called inside a rebase, with the confirmed rows written.
 */
export function confirmFor(sql: Sql, done: Queued, later: readonly Queued[]): void {
  for (const { entity, key, row } of done.outcome) {
    for (const queued of later) {
      if (!queued.intent || !queued.seen || queued.accountId !== done.accountId) continue
      const edit = editOf(queued.intent, new Date(queued.createdAt))
      if (!edit || edit.entity !== entity || edit.id !== key) continue
      const confirmed = confirmedAt(sql, placeOfEdit(queued, edit))
      // The server's clock sets this one, so what was predicted differs a little.
      const expiresAt = confirmed && 'expiresAt' in row ? { expiresAt: confirmed.expiresAt ?? null } : {}
      const base = { ...queued.base, ...row, ...expiresAt }
      queued.base = base
      updateQueued(sql, queued.seq, { base })
    }
  }
}

/** Rows with a version that a change writes, as `entity/key`. */
export function rowsTouched({ outcome, intent, createdAt }: Queued): string[] {
  const edit = intent && editOf(intent, new Date(createdAt))
  const own = edit ? [`${edit.entity}/${edit.id}`] : []
  return [...own, ...outcome.map(({ entity, key }) => `${entity}/${key}`)]
}

/** The row that an edit names a version of, as `entity/key`; null for every other change. */
export function rowNamed({ intent, createdAt }: Queued): string | null {
  const edit = intent && editOf(intent, new Date(createdAt))
  return edit ? `${edit.entity}/${edit.id}` : null
}

export function isOnItsWay({ state, mayHaveArrived }: Queued): boolean {
  return state === 'sending' || state === 'sent' || (state === 'waiting' && mayHaveArrived)
}
