import type { MembershipId } from '@gatehouse/contract'
import { ok } from '@gatehouse/contract'
import type { Sql } from '../database.ts'
import { toUuid } from '../repositories/ids.ts'
import { rangeOf } from '../repositories/numbers.ts'
import { readPrincipal } from '../repositories/rows.ts'
import { type Handler, may, openAccount, waitingKeys } from './context.ts'

/** Whoever sees the account in the list may see this of it: leaving it needs no permission. */
export const getAccountSettings: Handler<'accounts.settings'> = ({ sql }, { accountId }) => {
  const opened = openAccount(sql, accountId)
  if (!opened.ok) return opened
  const { n, account, access } = opened.value
  const kept = sql.get<{ rows: number; kept: number }>('select rows, kept from account where n = ?', n)
  return ok({
    version: account.version,
    createdAt: account.createdAt,
    isAdministrator: readPrincipal(sql)?.administers.includes(account.environmentId) ?? false,
    membershipId: access.membershipId,
    owner: may(access, 'users.view') ? ownerOf(sql, n) : null,
    rows: kept?.kept === 1 ? kept.rows : null,
    waiting: waitingKeys(sql, accountId, 'account').size > 0,
  })
}

function ownerOf(sql: Sql, n: number): { membershipId: MembershipId; name: string } | null {
  const found = sql.get<{ id: Uint8Array; name: string }>(
    `select m.id, p.name from membership m join person p on p.n = m.person
     where m.k between ? and ? and m.is_owner = 1`,
    ...rangeOf(n),
  )
  return found ? { membershipId: toUuid(found.id) as MembershipId, name: found.name } : null
}
