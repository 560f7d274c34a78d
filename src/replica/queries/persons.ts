import type {
  Access,
  Account,
  AccountId,
  ApplicationId,
  MembershipId,
  Permission,
  UserId,
} from '@gatehouse/contract'
import type { Person, ReachedApplication } from '../../ipc/views.ts'
import type { Sql } from '../database.ts'
import { grantedTo } from '../repositories/counts.ts'
import { toBytes, toUuid } from '../repositories/ids.ts'
import { readLabel } from '../repositories/labels.ts'
import { ownerOf } from '../repositories/memberships.ts'
import { accountOfKey } from '../repositories/numbers.ts'
import { readPrincipal } from '../repositories/rows.ts'
import { applicationsOn, type OnAccount, sourcesOf } from './access.ts'
import { byName, may, type Opened, openAccount } from './context.ts'
import { type Stored, storedUsers } from './user-rows.ts'

// People over all accounts: who they are, and where.

/** More memberships than these don't fit into one plan; whoever has more goes on where it ended. */
export const mostMemberships = 1000

export interface KnownPerson extends Person {
  n: number
}

/** Those of these logins that are here, in the order in which they were named. */
export function peopleOf(sql: Sql, userIds: readonly UserId[]): KnownPerson[] {
  return userIds.flatMap((userId) => {
    const found = sql.get<{ n: number; name: string; email: string }>(
      'select n, name, email from person where id = ?',
      toBytes(userId),
    )
    return found ? [{ userId, ...found }] : []
  })
}

export interface Place {
  opened: Opened
  user: Stored
}

/** Memberships of people in accounts whose users the principal may see, and how many there are more. */
export function placesOf(sql: Sql, people: readonly KnownPerson[]): { places: Place[]; more: number } {
  const keys = sql.all<{ k: number; id: Uint8Array; accountId: Uint8Array }>(
    `select m.k, m.id, a.id as accountId from membership m join account a on a.n = m.k / 131072
     where m.person in (select value from json_each(?)) order by a.name, m.k`,
    JSON.stringify(people.map(({ n }) => n)),
  )
  const places: Place[] = []
  let more = 0
  for (const { id, accountId } of keys) {
    const opened = openAccount(sql, toUuid(accountId) as AccountId, 'users.view')
    if (!opened.ok) continue
    if (places.length === mostMemberships) {
      more += 1
      continue
    }
    const [user] = storedUsers(sql, opened.value, 'and m.id = ?', id)
    if (user) places.push({ opened: opened.value, user })
  }
  return { places, more }
}

/** What stands on every line of an account. */
export function accountOfLine(sql: Sql, { account }: Opened) {
  return {
    accountId: account.id,
    accountName: account.name,
    reference: account.reference,
    colour: readLabel(sql, account.id)?.colour ?? null,
  }
}

/** What a user can open, and why; null where the principal may not see what the account has. */
export function reachedBy(sql: Sql, { opened, user }: Place): ReachedApplication[] | null {
  if (!may(opened.access, 'applications.view')) return null
  const granted = new Set(grantedTo(sql, opened.n, user.slot))
  return applicationsOn(sql, opened)
    .map((application: OnAccount) => ({
      id: application.id as ApplicationId,
      name: application.name,
      sources: sourcesOf(opened.account, application, {
        status: user.status,
        hasGrant: granted.has(application.n),
      }),
    }))
    .filter(({ sources }) => sources.length > 0)
    .sort(byName)
}

/** Whom to ask in an account: its owner, unless that is the principal or one of these. */
export function whomToAsk(
  sql: Sql,
  { account, access }: { account: Pick<Account, 'id'>; access: Pick<Access, 'isOwner'> },
  leaving: ReadonlySet<string> = new Set(),
): string | null {
  if (access.isOwner) return null
  const owner = ownerOf(sql, account.id)
  const me = readPrincipal(sql)?.userId
  return owner && owner.userId !== me && !leaving.has(owner.userId) ? owner.name : null
}

export function membershipIdOf({ id }: Pick<Stored, 'id'>): MembershipId {
  return toUuid(id) as MembershipId
}

export function accountOfMembership(key: number): number {
  return accountOfKey(key)
}

/** Numbers of the sets of permissions in which this one is. */
export function setsWith(sql: Sql, permission: Permission): number[] {
  return sql
    .all<{ id: number }>(
      `select s.id from permission_set s, json_each(s.permissions) held where held.value = ?`,
      permission,
    )
    .map(({ id }) => id)
}
