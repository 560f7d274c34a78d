import { type AccountId, normalizeAddress, ok, problem, refuseWrite } from '@gatehouse/contract'
import type { KnownInAccount } from '../../ipc/views.ts'
import type { Sql } from '../database.ts'
import { pendingInvitation } from '../repositories/invitations.ts'
import { rangeOf } from '../repositories/numbers.ts'
import { applicationsOn } from './access.ts'
import { type Handler, may, type Opened, openAccount } from './context.ts'

/** Who of these people is in which account already, so that each line of an invitation can be judged before it is sent. */
export const knownInAccounts: Handler<'invitations.known'> = ({ sql, now }, { accountIds, emails }) => {
  const wanted = [...new Set(emails.map(normalizeAddress))]
  return ok(accountIds.map((accountId) => knownIn(sql, now, accountId, wanted, accountIds.length === 1)))
}

function knownIn(
  sql: Sql,
  now: Date,
  accountId: AccountId,
  emails: readonly string[],
  isOnly: boolean,
): KnownInAccount {
  const opened = openAccount(sql, accountId)
  if (!opened.ok) return { ...nothing, accountId, name: '', refusal: problem('not_found') }
  const { account, access } = opened.value
  const refusal = refuseWrite(account, access, 'users.invite')
  const here = { ...nothing, accountId, name: account.name, refusal, permissions: [...access.permissions] }
  if (refusal) return here
  const users = usersAmong(sql, opened.value, emails)
  const grantable = may(access, 'applications.view') ? applicationsOn(sql, opened.value) : []
  return {
    ...here,
    applications: grantable.map(({ id, key, name }) => ({ id, key, name })),
    members: users.filter(({ status }) => status === 'active').map(({ email }) => email),
    suspended: users.filter(({ status }) => status !== 'active').map(({ email }) => email),
    pending: emails.filter((email) => pendingInvitation(sql, accountId, email, now) !== null),
    domains: isOnly ? usualDomains(sql, opened.value) : [],
  }
}

const nothing = {
  permissions: [],
  applications: [],
  members: [],
  suspended: [],
  pending: [],
  domains: [],
}

function usersAmong(sql: Sql, { n }: Opened, emails: readonly string[]) {
  const wanted = new Set(emails)
  // SQL alone can't tell upper from lower case beyond ASCII.
  return sql
    .all<{ email: string; status: string }>(
      `select p.email, m.status from membership m join person p on p.n = m.person where m.k between ? and ?
         and (lower(trim(p.email)) in (select value from json_each(?)) or p.email glob '*[^ -~]*')`,
      ...rangeOf(n),
      JSON.stringify(emails),
    )
    .map(({ email, status }) => ({ email: normalizeAddress(email), status }))
    .filter(({ email }) => wanted.has(email))
}

function usualDomains(sql: Sql, { n }: Opened): string[] {
  return sql
    .all<{ domain: string }>(
      `select lower(substr(p.email, instr(p.email, '@') + 1)) as domain
       from membership m join person p on p.n = m.person where m.k between ? and ?
       group by 1 having count(*) >= 3 order by count(*) desc limit 5`,
      ...rangeOf(n),
    )
    .map(({ domain }) => domain)
}
