import { type ApplicationId, ok, type UserId } from '@gatehouse/contract'
import { type ActivityFilter, activityTest, startOfDay } from '../../ipc/activity-filter.ts'
import type { ActivityItem } from '../../ipc/views.ts'
import type { Sql, SqlValue } from '../database.ts'
import { activityShape } from '../repositories/account-rows.ts'
import { toBytes, toUuid } from '../repositories/ids.ts'
import { rangeOf } from '../repositories/numbers.ts'
import type { Stored } from '../repositories/table.ts'
import { toIso } from '../repositories/table.ts'
import { applicationsOn } from './access.ts'
import { byName, type Handler, may, openAccount } from './context.ts'

/** A screen's worth and more. */
const newest = 500
/** As many people as a choice can show. */
const mostPeople = 150

const select = `select ${activityShape.list()} from activity where account = ?`
const order = 'order by at desc, id desc'

export const listActivity: Handler<'activity.list'> = ({ sql }, { accountId }) => {
  const opened = openAccount(sql, accountId, 'activity.view')
  if (!opened.ok) return opened
  const rows = sql.all<Stored>(`${select} ${order} limit ${newest}`, opened.value.n)
  return ok(rows.map((stored) => activityShape.decode(stored, sql)))
}

export const pageActivity: Handler<'activity.page'> = ({ sql }, { accountId, filter, offset, limit }) => {
  const opened = openAccount(sql, accountId, 'activity.view')
  if (!opened.ok) return opened
  const { n } = opened.value
  const { where, values } = inRange(filter)
  if (isByTimeAlone(filter)) {
    const counted = sql.get<{ count: number }>(
      `select count(*) as count from activity where account = ?${where}`,
      n,
      ...values,
    )
    const rows = sql.all<Stored>(
      `${select}${where} ${order} limit ? offset ?`,
      n,
      ...values,
      limit ?? newest,
      offset ?? 0,
    )
    return ok({ total: counted?.count ?? 0, items: rows.map((stored) => activityShape.decode(stored, sql)) })
  }
  const membershipId = filter.userId === null ? null : membershipOf(sql, n, filter.userId)
  const passes = activityTest(filter, membershipId)
  const found: ActivityItem[] = []
  for (const stored of sql.all<Stored>(`${select}${where} ${order}`, n, ...values)) {
    const entry = activityShape.decode(stored, sql)
    if (passes(entry)) found.push(entry)
  }
  return ok({ total: found.length, items: found.slice(offset, (offset ?? 0) + (limit ?? newest)) })
}

export const getFacets: Handler<'activity.facets'> = ({ sql }, { accountId }) => {
  const opened = openAccount(sql, accountId, 'activity.view')
  if (!opened.ok) return opened
  const { n, access } = opened.value
  const all = sql.get<{ count: number; oldest: number | null }>(
    'select count(*) as count, min(at) as oldest from activity where account = ?',
    n,
  )
  // Of several spellings of one name the newest; a bare column beside max() is of the row that has it.
  const people = sql.all<{ id: Uint8Array; name: string; count: number }>(
    `select actor_id as id, actor_name as name, count(*) as count, max(at) from activity
     where account = ? and actor_id is not null group by actor_id order by count(*) desc limit ${mostPeople}`,
    n,
  )
  const applications = may(access, 'applications.view') ? applicationsOn(sql, opened.value) : []
  return ok({
    all: all?.count ?? 0,
    oldestAt: typeof all?.oldest === 'number' ? toIso(all.oldest) : null,
    people: people.map(({ id, name, count }) => ({ userId: toUuid(id) as UserId, name, count })).sort(byName),
    applications: applications
      .map(({ id, name }) => ({ applicationId: id as ApplicationId, name }))
      .sort(byName),
  })
}

function isByTimeAlone({ text, kind, userId, applicationId }: ActivityFilter): boolean {
  return text.trim() === '' && kind === 'all' && userId === null && applicationId === null
}

/** The days of the filter, by which rows are found without a look at the others. */
function inRange({ from, to }: ActivityFilter): { where: string; values: SqlValue[] } {
  return {
    where: `${from === null ? '' : ' and at >= ?'}${to === null ? '' : ' and at < ?'}`,
    values: [
      ...(from === null ? [] : [startOfDay(from).getTime()]),
      ...(to === null ? [] : [startOfDay(to, 1).getTime()]),
    ],
  }
}

/** What a person is called in the account, where they are still in it. */
function membershipOf(sql: Sql, n: number, userId: string): string | null {
  const found = sql.get<{ id: Uint8Array }>(
    `select m.id from membership m join person p on p.n = m.person where m.k between ? and ? and p.id = ?`,
    ...rangeOf(n),
    toBytes(userId),
  )
  return found ? toUuid(found.id) : null
}
