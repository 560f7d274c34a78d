import { ok } from '@gatehouse/contract'
import type { SqlValue } from '../database.ts'
import { activities } from '../repositories/rows.ts'
import { type Handler, openAccount } from './context.ts'

/** A screen's worth and more; the whole of it is for export. */
const newest = 500

export const listActivity: Handler<'activity.list'> = ({ sql }, { accountId }) => {
  const opened = openAccount(sql, accountId, 'activity.view')
  if (!opened.ok) return opened
  const rows = sql.all<Record<string, SqlValue>>(
    `select ${activities.columns()} from activity where account_id = ? order by at desc, id desc limit ${newest}`,
    accountId,
  )
  return ok(
    rows.map((stored) => {
      const { accountId: _, ...item } = activities.decode(stored, sql)
      return item
    }),
  )
}
