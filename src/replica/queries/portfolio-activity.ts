import { type ActivityAction, activityActionSchema, ok } from '@gatehouse/contract'
import { kindOf, startOfDay } from '../../ipc/activity-filter.ts'
import { fold } from '../../ipc/fold.ts'
import type { AnyActivityFilter } from '../../ipc/views.ts'
import type { Sql, SqlValue } from '../database.ts'
import { type Directory, directoryOf } from '../portfolio/directory.ts'
import { part } from '../portfolio/kept.ts'
import { activityShape } from '../repositories/account-rows.ts'
import type { Stored } from '../repositories/table.ts'
import type { Handler } from './context.ts'

const mostPeople = 50

/** Rows of accounts whose activity the principal may see. */
const visible = `account in (select a.n from account a where a.permissions in (
  select s.id from permission_set s, json_each(s.permissions) held where held.value = 'activity.view'))`

interface Where {
  text: string
  values: SqlValue[]
}

/** What was done in all accounts whose activity the principal may see, newest first. */
export const pageAnyActivity: Handler<'portfolio.activity'> = ({ sql, now }, { filter, offset, limit }) => {
  const directory = directoryOf(sql, now)
  const names = namesIn(sql, now)
  const where = whereOf(directory, names, filter)
  const isEverything = where.text === visible
  return ok({
    items: readPage(sql, where, offset, limit).flatMap((stored) => {
      const account = directory.byNumber.get(Number(stored.account))
      if (!account) return []
      const row = activityShape.decode(stored, sql)
      return [{ ...row, accountId: account.item.id, accountName: account.item.name }]
    }),
    total: isEverything ? names.all : count(sql, where),
    all: names.all,
    people: names.people,
  })
}

interface Name {
  name: string
  folded: string
}

/** What everything in the activity is called: words are looked for here, in every script, and SQL finds the rows. */
interface Names {
  all: number
  people: { name: string; count: number }[]
  actors: readonly Name[]
  targets: readonly Name[]
  devices: readonly Name[]
}

function namesIn(sql: Sql, now: Date): Names {
  return part(sql, 'activityNames', now, () => {
    const people = sql.all<{ name: string; count: number }>(
      `select actor_name as name, count(*) as count from activity where ${visible} group by 1 order by 2 desc, 1`,
    )
    return {
      all: people.reduce((sum, each) => sum + each.count, 0),
      people: people.slice(0, mostPeople),
      actors: people.map(({ name }) => ({ name, folded: fold(name) })),
      targets: distinct(sql, 'target_name'),
      devices: distinct(sql, 'device'),
    }
  })
}

function distinct(sql: Sql, column: 'target_name' | 'device'): Name[] {
  return sql
    .all<{ name: string | null }>(`select distinct ${column} as name from activity`)
    .flatMap(({ name }) => (name === null ? [] : [{ name, folded: fold(name) }]))
}

function whereOf(directory: Directory, names: Names, filter: AnyActivityFilter): Where {
  const parts = [visible]
  const values: SqlValue[] = []
  const add = (text: string, ...given: SqlValue[]) => {
    parts.push(text)
    values.push(...given)
  }
  if (filter.accountId) add('account = ?', directory.byId.get(filter.accountId)?.n ?? -1)
  if (filter.person) add('actor_name = ?', filter.person)
  if (filter.kind !== 'all') add(`action ${within}`, JSON.stringify(actionsOf(filter.kind)))
  if (filter.from) add('at >= ?', startOfDay(filter.from).getTime())
  if (filter.to) add('at < ?', startOfDay(filter.to, 1).getTime())
  for (const word of fold(filter.text.trim()).split(/\s+/))
    if (word !== '') addWord(add, word, directory, names)
  return { text: parts.join(' and '), values }
}

const within = 'in (select value from json_each(?))'

function addWord(
  add: (text: string, ...given: SqlValue[]) => void,
  word: string,
  { accounts }: Directory,
  { actors, targets, devices }: Names,
): void {
  const having = (names: readonly Name[]) =>
    JSON.stringify(names.filter(({ folded }) => folded.includes(word)).map(({ name }) => name))
  add(
    `(actor_name ${within} or target_name ${within} or device ${within} or account ${within})`,
    having(actors),
    having(targets),
    having(devices),
    JSON.stringify(accounts.filter(({ anywhere }) => anywhere.includes(word)).map(({ n }) => n)),
  )
}

function actionsOf(kind: AnyActivityFilter['kind']): ActivityAction[] {
  return activityActionSchema.options.filter((action) => kindOf(action) === kind)
}

function count(sql: Sql, { text, values }: Where): number {
  return (
    sql.get<{ count: number }>(`select count(*) as count from activity where ${text}`, ...values)?.count ?? 0
  )
}

/** Keys are sorted, and the rows read of those that are shown alone. */
function readPage(sql: Sql, { text, values }: Where, offset: number, limit: number): Stored[] {
  return sql.all<Stored>(
    `select v.account, ${activityShape.list('v')} from (
       select account, at, id from activity where ${text} order by at desc, account, id desc limit ? offset ?) as k
     join activity v on v.account = k.account and v.at = k.at and v.id = k.id
     order by k.at desc, k.account, k.id desc`,
    ...values,
    limit,
    offset,
  )
}
