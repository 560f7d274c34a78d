import { ok } from '@gatehouse/contract'
import { activityShape } from '../repositories/account-rows.ts'
import type { Stored } from '../repositories/table.ts'
import { type Handler, openAccount } from './context.ts'

/** A screen's worth and more; the whole of it is for export. */
const newest = 500

export const listActivity: Handler<'activity.list'> = ({ sql }, { accountId }) => {
  const opened = openAccount(sql, accountId, 'activity.view')
  if (!opened.ok) return opened
  const rows = sql.all<Stored>(
    `select ${activityShape.list()} from activity where account = ? order by at desc, id desc limit ${newest}`,
    opened.value.n,
  )
  return ok(rows.map((stored) => activityShape.decode(stored, sql)))
}
