import { ok } from '@gatehouse/contract'
import type { ServiceItem } from '../../ipc/views.ts'
import { type Handler, openAccount } from './context.ts'

/** What renews next stands first, what never renews last. */
export const listServices: Handler<'services.list'> = ({ sql }, { accountId }) => {
  const opened = openAccount(sql, accountId, 'services.view')
  if (!opened.ok) return opened
  return ok(
    sql.all<ServiceItem>(
      `select id, product_name as productName, label, status, renews_at as renewsAt from service
       where account_id = ? order by renews_at is null, renews_at, product_name, id`,
      accountId,
    ),
  )
}
