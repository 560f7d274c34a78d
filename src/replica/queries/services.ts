import { fail, ok, type Service } from '@gatehouse/contract'
import type { ServiceItem } from '../../ipc/views.ts'
import { toUuid } from '../repositories/ids.ts'
import { toIso } from '../repositories/table.ts'
import { type Handler, mayAny, openAccount, waitingKeys } from './context.ts'

type Stored = Omit<ServiceItem, 'id' | 'renewsAt' | 'waiting'> & { id: Uint8Array; renewsAt: number | null }

/**
 * What renews next stands first, what never renews last. Who manages services sees them without the permission to view
 * them; which of them anybody else sees, the server has decided: no others are here.
 */
export const listServices: Handler<'services.list'> = ({ sql }, { accountId }) => {
  const opened = openAccount(sql, accountId)
  if (!opened.ok) return opened
  if (!mayAny(opened.value.access, 'services.view', 'services.manage')) {
    const refused = openAccount(sql, accountId, 'services.view')
    if (!refused.ok) return fail(refused.error)
  }
  const rows = sql.all<Stored>(
    `select id, product_name as productName, label, status, renews_at as renewsAt, permission, version from service
     where account = ? order by renews_at is null, renews_at, product_name, id`,
    opened.value.n,
  )
  const waiting = waitingKeys(sql, accountId, 'service')
  return ok(
    rows.map(({ id: bytes, renewsAt, ...row }) => {
      const id = toUuid(bytes) as Service['id']
      return {
        ...row,
        id,
        renewsAt: renewsAt === null ? null : toIso(renewsAt),
        waiting: waiting.has(id),
      }
    }),
  )
}
