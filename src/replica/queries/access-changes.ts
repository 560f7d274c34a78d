import { type AccountId, ok, type Result } from '@gatehouse/contract'
import { startOfDay } from '../../ipc/activity-filter.ts'
import type { AccessChange, AccessChanges, ChangesOfAccount, ChangesSince } from '../../ipc/views.ts'
import { accessActions, type Doing, netChanges } from '../changes/net-changes.ts'
import type { Sql } from '../database.ts'
import { activityShape } from '../repositories/account-rows.ts'
import { toBytes, toUuid } from '../repositories/ids.ts'
import { readLabel } from '../repositories/labels.ts'
import { type Stored, toIso } from '../repositories/table.ts'
import { lastVisit, lastVisits } from '../repositories/visits.ts'
import { applicationsOn, grantedUsers } from './access.ts'
import { changesSinceReview } from './changes-since-review.ts'
import { dayMs, type Handler, may, type Opened, openAccount } from './context.ts'

/** The server keeps so much of what was done in an account: the newest, for so long. */
const keptRows = 500
const keptDays = 90
/** Over all accounts so many rows are looked at; more would be days of reading. */
const mostRows = 50_000
const shownOfEach = 20

const actions = JSON.stringify(accessActions)

export const changesInAccount: Handler<'changes.inAccount'> = ({ sql, now }, { accountId, since, limit }) => {
  const isReview = since.from === 'review'
  const opened = openAccount(sql, accountId, 'users.view', isReview ? 'reviews.view' : 'activity.view')
  if (!opened.ok) return opened
  const answer = isReview
    ? changesSinceReview(sql, opened.value, now)
    : changesSince(sql, opened.value, since, now)
  if (!answer.ok) return answer
  return ok({ ...answer.value, changes: answer.value.changes.slice(0, limit) })
}

type Moment = Exclude<ChangesSince, { from: 'review' }>

function changesSince(sql: Sql, opened: Opened, since: Moment, now: Date): Result<AccessChanges> {
  const { account } = opened
  const at = since.from === 'day' ? startOfDay(since.day).getTime() : lastVisit(sql, account.id)
  const reach = reachOf(sql, opened.n, now)
  const reachesTo = toIso(reach)
  if (at === null)
    return ok({ since: null, reachesTo, isCut: false, reviewTitle: null, total: 0, changes: [] })
  const changes = named(sql, opened, doingsIn(sql, opened.n, at))
  return ok({
    since: toIso(at),
    reachesTo,
    isCut: at < reach,
    reviewTitle: null,
    total: changes.length,
    changes,
  })
}

/** Back to where all that was done is known. */
function reachOf(sql: Sql, n: number, now: Date): number {
  const { rows, oldest } = sql.get<{ rows: number; oldest: number | null }>(
    'select count(*) as rows, min(at) as oldest from activity where account = ?',
    n,
  ) ?? { rows: 0, oldest: null }
  const kept = now.getTime() - keptDays * dayMs
  if (oldest === null) return kept
  return rows >= keptRows ? oldest : Math.min(oldest, kept)
}

function doingsIn(sql: Sql, n: number, since: number): Doing[] {
  return sql
    .all<Stored>(
      `select ${activityShape.list()} from activity
       where account = ? and at >= ? and action in (select value from json_each(?)) order by at, id`,
      n,
      since,
      actions,
    )
    .map((stored) => activityShape.decode(stored, sql))
}

/** With names of applications, and how many users an assignment for everybody reaches. */
function named(sql: Sql, opened: Opened, doings: readonly Doing[]): AccessChange[] {
  if (doings.length === 0) return []
  const known = may(opened.access, 'applications.view') ? applicationsOn(sql, opened) : []
  const byId = new Map<string, (typeof known)[number]>(known.map((each) => [each.id, each]))
  return netChanges(doings, (id) => byId.get(id)?.name ?? null).map((change) => {
    if (change.kind !== 'for-all' && change.kind !== 'not-for-all') return change
    const application = byId.get(change.applicationId ?? '')
    const granted = application ? grantedUsers(sql, opened, application) : 0
    return { ...change, people: Math.max(0, opened.active - granted) }
  })
}

interface Row extends Stored {
  account: number
}

/** Accounts by what changed in them, those with most first. */
export const changesEverywhere: Handler<'changes.everywhere'> = ({ sql, now }, { day, offset, limit }) => {
  const visits = day === null ? lastVisits(sql) : null
  const starts = visits ? startsOf(sql, visits) : null
  const from = day === null ? Math.min(...(starts?.values() ?? [])) : startOfDay(day).getTime()
  const rows = Number.isFinite(from) ? rowsSince(sql, from) : []
  const accounts: ChangesOfAccount[] = []
  for (const [n, doings] of byAccount(sql, rows, starts)) {
    const opened = openByNumber(sql, n)
    if (!opened) continue
    const since = starts?.get(n) ?? from
    const changes = named(sql, opened, doings)
    if (changes.length > 0) accounts.push(ofAccount(sql, opened, { since, now, changes }))
  }
  accounts.sort((a, b) => b.total - a.total || a.accountName.localeCompare(b.accountName))
  return ok({
    total: accounts.length,
    changes: accounts.reduce((sum, { total }) => sum + total, 0),
    isCut: rows.length === mostRows || accounts.some(({ isCut }) => isCut),
    accounts: accounts.slice(offset, offset + limit),
  })
}

function ofAccount(
  sql: Sql,
  { n, account }: Opened,
  { since, now, changes }: { since: number; now: Date; changes: AccessChange[] },
): ChangesOfAccount {
  const reach = reachOf(sql, n, now)
  return {
    accountId: account.id,
    accountName: account.name,
    colour: readLabel(sql, account.id)?.colour ?? null,
    since: toIso(since),
    reachesTo: toIso(reach),
    isCut: since < reach,
    total: changes.length,
    changes: changes.slice(0, shownOfEach),
  }
}

/** Last visits by the number of the account. */
function startsOf(sql: Sql, visits: ReadonlyMap<string, number>): Map<number, number> {
  const starts = new Map<number, number>()
  for (const [id, at] of visits) {
    const found = sql.get<{ n: number }>('select n from account where id = ?', toBytes(id))
    if (found) starts.set(found.n, at)
  }
  return starts
}

function rowsSince(sql: Sql, from: number): Row[] {
  return sql.all<Row>(
    `select account, ${activityShape.list()} from activity
     where at >= ? and action in (select value from json_each(?)) order by at desc, id desc limit ${mostRows}`,
    from,
    actions,
  )
}

/** Oldest first, each account from where it begins. */
function byAccount(
  sql: Sql,
  rows: readonly Row[],
  starts: ReadonlyMap<number, number> | null,
): Map<number, Doing[]> {
  const found = new Map<number, Doing[]>()
  for (const row of rows.toReversed()) {
    const start = starts ? starts.get(row.account) : 0
    if (start === undefined || Number(row.at) < start) continue
    const doing = activityShape.decode(row, sql)
    const known = found.get(row.account)
    if (known) known.push(doing)
    else found.set(row.account, [doing])
  }
  return found
}

function openByNumber(sql: Sql, n: number): Opened | null {
  const stored = sql.get<{ id: Uint8Array }>('select id from account where n = ?', n)
  if (!stored) return null
  const opened = openAccount(sql, toUuid(stored.id) as AccountId, 'activity.view', 'users.view')
  return opened.ok ? opened.value : null
}
