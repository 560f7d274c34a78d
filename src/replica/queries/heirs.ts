import { type MembershipId, ok, type UserId } from '@gatehouse/contract'
import { fold } from '../../ipc/fold.ts'
import type { Heir } from '../../ipc/views.ts'
import type { Sql } from '../database.ts'
import { toBytes } from '../repositories/ids.ts'
import { rangeOf } from '../repositories/numbers.ts'
import { type Handler, type Opened, openAccount } from './context.ts'
import { membershipIdOf, peopleOf } from './persons.ts'
import { type Stored, storedUsers } from './user-rows.ts'

// Who may take over an account whose owner leaves: active users who stay.

const staying = `and m.status = 'active' and (m.ends_at is null or m.ends_at > ?)
  and m.person not in (select value from json_each(?))`

/** By a part of their name or address; whoever may do most first. */
export const findHeirs: Handler<'people.heirs'> = ({ sql, now }, { accountId, userIds, find, limit }) => {
  const opened = openAccount(sql, accountId, 'users.view')
  if (!opened.ok) return opened
  const wanted = fold(find.trim())
  const found = storedUsers(
    sql,
    opened.value,
    `${staying}
     order by (select length(s.permissions) from permission_set s where s.id = m.permissions) desc, p.name`,
    now.getTime(),
    numbersOf(sql, userIds),
  ).filter(({ name, email }) => wanted === '' || fold(`${name}\n${email}`).includes(wanted))
  return ok({ total: found.length, heirs: found.slice(0, limit).map(toHeir) })
}

/** Of those who were chosen, those who may still take over this account. */
export function heirsAmong(
  sql: Sql,
  opened: Opened,
  { chosen, leaving, now }: { chosen: readonly MembershipId[]; leaving: string; now: Date },
): Heir[] {
  return chosen.flatMap((id) =>
    storedUsers(sql, opened, `${staying} and m.id = ?`, now.getTime(), leaving, toBytes(id)).map(toHeir),
  )
}

export function hasHeirs(sql: Sql, { n }: Opened, { leaving, now }: { leaving: string; now: Date }): boolean {
  const found = sql.get(
    `select 1 from membership m where m.k between ? and ? ${staying} limit 1`,
    ...rangeOf(n),
    now.getTime(),
    leaving,
  )
  return found !== undefined
}

function numbersOf(sql: Sql, userIds: readonly UserId[]): string {
  return JSON.stringify(peopleOf(sql, userIds).map(({ n }) => n))
}

function toHeir(user: Stored): Heir {
  const { name, email, role, version } = user
  return { membershipId: membershipIdOf(user), name, email, role, version }
}
