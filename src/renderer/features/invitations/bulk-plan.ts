import type { Permission, Problem } from '@gatehouse/contract'
import type { KnownInAccount } from '../../../ipc/views.ts'
import { sameKey } from './addresses.ts'
import type { JudgedLine } from './judge.ts'
import type { Offer } from './use-invite-form.ts'

/** What becomes of one account when the same people are invited into many. */
export interface AccountPlan {
  accountId: string
  name: string
  /** Those who get an invitation there. */
  lines: readonly JudgedLine[]
  /** Left out, as they are users there or invited already. */
  already: readonly string[]
  /** Why nobody can be invited there. */
  refusal: Problem | null
  /** Of the role, what the inviter doesn't hold there: then nobody is invited there. */
  lacking: readonly Permission[]
  /** Applications that were chosen and can't be given there. */
  missing: readonly string[]
  /** Applications can't be given there at all. */
  noAssign: boolean
}

/** Each account with what it gets; `lines` are those that go out, judged without any account. */
export function planFor(
  known: readonly KnownInAccount[],
  lines: readonly JudgedLine[],
  offer: Pick<Offer, 'permissions' | 'applicationIds'>,
): AccountPlan[] {
  return known.map((account) => {
    const there = new Set([...account.members, ...account.suspended, ...account.pending])
    const lacking = offer.permissions.filter((permission) => !account.permissions.includes(permission))
    const isOpen = account.refusal === null && lacking.length === 0
    const wanted = lines.filter(({ line }) => !there.has(sameKey(line.email)))
    const hasApplication = new Set<string>(account.applications.map(({ id }) => id))
    const noAssign = !account.permissions.includes('applications.assign')
    return {
      accountId: account.accountId,
      name: account.name,
      lines: isOpen ? wanted.filter((line) => canGiveRole(line, account)) : [],
      already: lines.filter(({ line }) => there.has(sameKey(line.email))).map(({ line }) => line.email),
      refusal: account.refusal,
      lacking,
      missing: noAssign ? [] : offer.applicationIds.filter((id) => !hasApplication.has(id)),
      noAssign: noAssign && offer.applicationIds.length > 0,
    }
  })
}

/** What a file says of somebody's role holds in the accounts in which the inviter can give it. */
function canGiveRole({ own }: JudgedLine, { permissions }: KnownInAccount): boolean {
  return own.role?.permissions.every((permission) => permissions.includes(permission)) ?? true
}

/** Of the applications that are named, those that can be given in the account. */
export function givenIn(
  { missing, noAssign }: Pick<AccountPlan, 'missing' | 'noAssign'>,
  account: KnownInAccount,
  ids: readonly string[],
): string[] {
  if (noAssign || !account.permissions.includes('applications.assign')) return []
  const there = new Set<string>(account.applications.map(({ id }) => id))
  return ids.filter((id) => there.has(id) && !missing.includes(id))
}

/** Every application of these accounts, with how many of them have it. */
export function applicationsOfAll(known: readonly KnownInAccount[]) {
  const found = new Map<string, { id: string; key: string; name: string; accounts: number }>()
  for (const { applications } of known) {
    for (const { id, key, name } of applications) {
      const before = found.get(id)
      found.set(id, { id, key, name, accounts: (before?.accounts ?? 0) + 1 })
    }
  }
  return [...found.values()].sort((a, b) => b.accounts - a.accounts || a.name.localeCompare(b.name))
}
