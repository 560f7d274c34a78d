import { type AccountId, applicationIdSchema, type Invitation, normalizeAddress } from '@gatehouse/contract'
import { z } from 'zod'
import type { Sql } from '../database.ts'
import { addRows } from './counts.ts'
import { toBytes } from './ids.ts'
import { accountNumber, numberOfAccount, rangeOf, takeKey } from './numbers.ts'
import {
  type AccountTable,
  bool,
  defineRow,
  id,
  int,
  json,
  permissionSet,
  type Stored,
  text,
  time,
} from './table.ts'

type Own = Omit<Invitation, 'accountId'>

export const invitationShape = defineRow<Own>({
  id: id(),
  email: text(),
  role: text(),
  permissions: permissionSet(),
  applicationIds: json(z.array(applicationIdSchema)),
  message: text(),
  anyAddress: bool(),
  membershipEndsAt: time(),
  status: text(),
  invitedByName: text(),
  createdAt: time(),
  expiresAt: time(),
  version: int(),
})

const select = `select ${invitationShape.list()} from invitation where k between ? and ?`
const insert = `insert into invitation (k, ${invitationShape.columns}) values (?, ${invitationShape.columns.map(() => '?')})`
// The id comes first, is how the row is found, and stays.
const [, ...others] = invitationShape.columns
const update = `update invitation set ${others.map((column) => `${column} = ?`)}
  where k between ? and ? and id = ?`

function decode(sql: Sql, accountId: AccountId, stored: Stored): Invitation {
  return { ...invitationShape.decode(stored, sql), accountId }
}

export const invitations: AccountTable<Invitation> = {
  put(sql, row) {
    const n = numberOfAccount(sql, row.accountId)
    const values = invitationShape.values(row, sql)
    if (sql.run(update, ...values.slice(1), ...rangeOf(n), toBytes(row.id)) > 0) return
    sql.run(insert, takeKey(sql, 'invitation', n), ...values)
    addRows(sql, n, 1)
  },
  get(sql, accountId, invitationId = '') {
    const n = accountNumber(sql, accountId)
    if (n === null) return null
    const stored = sql.get<Stored>(`${select} and id = ?`, ...rangeOf(n), toBytes(invitationId))
    return stored ? decode(sql, accountId, stored) : null
  },
  delete(sql, accountId, invitationId = '') {
    const n = accountNumber(sql, accountId)
    if (n === null) return
    const gone = sql.run(
      'delete from invitation where k between ? and ? and id = ?',
      ...rangeOf(n),
      toBytes(invitationId),
    )
    if (gone > 0) addRows(sql, n, -gone)
  },
  all(sql, accountId) {
    const n = accountNumber(sql, accountId)
    if (n === null) return []
    return sql.all<Stored>(select, ...rangeOf(n)).map((stored) => decode(sql, accountId, stored))
  },
}

/** The pending one to an address, however that is written, that hasn't expired by then. */
export function pendingInvitation(
  sql: Sql,
  accountId: AccountId,
  email: string,
  now: Date,
): Invitation | null {
  const n = accountNumber(sql, accountId)
  if (n === null) return null
  const wanted = normalizeAddress(email)
  // SQL alone can't tell upper from lower case beyond ASCII.
  const stored = sql
    .all<Stored>(
      `${select} and status = 'pending' and expires_at > ? and (lower(trim(email)) = ? or email glob '*[^ -~]*')`,
      ...rangeOf(n),
      now.getTime(),
      wanted,
    )
    .find((candidate) => normalizeAddress(String(candidate.email)) === wanted)
  return stored ? decode(sql, accountId, stored) : null
}
