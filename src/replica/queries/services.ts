import { ok, type Service } from '@gatehouse/contract'
import type { ServiceItem } from '../../ipc/views.ts'
import { toUuid } from '../repositories/ids.ts'
import { toIso } from '../repositories/table.ts'
import { type Handler, openAccount } from './context.ts'

type Stored = Omit<ServiceItem, 'id' | 'renewsAt'> & { id: Uint8Array; renewsAt: number | null }

/** What renews next stands first, what never renews last. */
export const listServices: Handler<'services.list'> = ({ sql }, { accountId }) => {
  const opened = openAccount(sql, accountId, 'services.view')
  if (!opened.ok) return opened
  const rows = sql.all<Stored>(
    `select id, product_name as productName, label, status, renews_at as renewsAt from service
     where account = ? order by renews_at is null, renews_at, product_name, id`,
    opened.value.n,
  )
  return ok(
    rows.map(({ id, renewsAt, ...row }) => ({
      ...row,
      id: toUuid(id) as Service['id'],
      renewsAt: renewsAt === null ? null : toIso(renewsAt),
    })),
  )
}
