import type { AccountId } from '@gatehouse/contract'
import { type Notification, type NotificationFact, notificationFactSchema } from '../../ipc/views.ts'
import type { Sql } from '../database.ts'
import type { Write } from '../write.ts'
import { toIso } from './table.ts'

/** So many are kept; older ones go. */
export const keptNotifications = 200

/** Tells of something once: what has the same key has been told before. */
export function putNotification(
  { sql, touch }: Write,
  key: string,
  accountId: AccountId | null,
  fact: NotificationFact,
  now: Date,
): void {
  const added = sql.run(
    'insert or ignore into notification (key, at, account_id, fact) values (?, ?, ?, ?)',
    key,
    now.getTime(),
    accountId,
    JSON.stringify(fact),
  )
  if (added === 0) return
  sql.run('delete from notification where n <= (select max(n) from notification) - ?', keptNotifications)
  touch('notification', accountId)
}

interface Stored {
  n: number
  at: number
  fact: string
  read: number
}

/** The newest first. What another version wrote and isn't understood here is left out. */
export function readNotifications(sql: Sql): Notification[] {
  const rows = sql.all<Stored>('select n, at, fact, read from notification order by n desc')
  return rows.flatMap(({ n, at, fact, read }) => {
    const { data } = notificationFactSchema.safeParse(JSON.parse(fact))
    return data ? [{ id: `n${n}`, at: toIso(at), isRead: read === 1, fact: data }] : []
  })
}

export function markNotificationsRead({ sql, touch }: Write, ids: readonly string[] | null): void {
  if (ids === null) sql.run('update notification set read = 1 where read = 0')
  for (const id of ids ?? []) sql.run('update notification set read = 1 where n = ?', Number(id.slice(1)))
  touch('notification', null)
}

/** By key: what it told of is over. */
export function removeNotification({ sql, touch }: Write, key: string): void {
  if (sql.run('delete from notification where key = ?', key) > 0) touch('notification', null)
}

export function removeNotifications(sql: Sql, accountId: AccountId): void {
  sql.run('delete from notification where account_id = ?', accountId)
}

/** Of accounts that aren't in the directory, once that is here as a whole. */
export function removeStrayNotifications(sql: Sql): void {
  sql.run(
    `delete from notification where account_id is not null
       and unhex(replace(account_id, '-', '')) not in (select id from account)`,
  )
}
