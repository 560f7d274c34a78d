import {
  type AccountId,
  ok,
  type Problem,
  type ReviewScope,
  refuseRead,
  refuseWrite,
  type UserId,
} from '@gatehouse/contract'
import { fold } from '../../ipc/fold.ts'
import type { CampaignGap, ReviewerCandidate } from '../../ipc/views.ts'
import type { Sql } from '../database.ts'
import { readLoading } from '../repositories/accounts.ts'
import { readAdministrators } from '../repositories/administrators.ts'
import { toBytes, toUuid } from '../repositories/ids.ts'
import { accountOfKey, rangeOf } from '../repositories/numbers.ts'
import { readPrincipal } from '../repositories/rows.ts'
import { applicationsOn } from './access.ts'
import { byName, dayMs, type Handler, may, type Opened, openAccount } from './context.ts'
import { setsWith } from './persons.ts'

// What is known before reviews are begun in many accounts: who may review where, and what it comes to.

/** What the server asks of a reviewer who is a user: active, not over, and this permission. */
function whoMayReview(sql: Sql, now: Date): { condition: string; values: (string | number)[] } {
  return {
    condition: `m.status = 'active' and (m.ends_at is null or m.ends_at > ?)
      and m.permissions in (select value from json_each(?))`,
    values: [now.getTime(), JSON.stringify(setsWith(sql, 'reviews.run'))],
  }
}

interface Open {
  sql: Sql
  now: Date
  scope: ReviewScope
  /** Null: whoever begins it. */
  reviewer: 'owner' | UserId | null
  second: UserId | null
  /** Whoever begins it. */
  me: UserId | null
  reviewers: ReturnType<typeof whoMayReview>
}

/** How many accounts, users and cells it would be, and which accounts can't be among them, with the reason. */
export const planCampaign: Handler<'reviews.plan'> = ({ sql, now }, { accountIds, scope, ...asked }) => {
  const reviewer = asked.byOwner ? 'owner' : asked.reviewerId
  const open: Open = {
    sql,
    now,
    scope,
    reviewer,
    second: asked.secondReviewerId,
    me: readPrincipal(sql)?.userId ?? null,
    reviewers: whoMayReview(sql, now),
  }
  const gaps: CampaignGap[] = []
  const sum = { accounts: 0, users: 0, cells: 0 }
  for (const accountId of new Set(accountIds)) {
    const { name, gap, size } = lookInto(open, accountId)
    if (gap) gaps.push({ accountId, accountName: name, ...gap })
    else {
      sum.accounts += 1
      sum.users += size.users
      sum.cells += size.users * (size.applications + 1)
    }
  }
  return ok({ ...sum, gaps: gaps.sort((a, b) => byName({ name: a.accountName }, { name: b.accountName })) })
}

interface Looked {
  name: string
  gap: Pick<CampaignGap, 'why' | 'problem'> | null
  size: { users: number; applications: number }
}

function lookInto(open: Open, accountId: AccountId): Looked {
  const { sql, scope } = open
  const none = { users: 0, applications: 0 }
  const left = (name: string, why: CampaignGap['why'], problem: Problem | null = null): Looked => ({
    name,
    gap: { why, problem },
    size: none,
  })
  const found = openAccount(sql, accountId)
  if (!found.ok) return left('', 'refused', found.error)
  const { account, access } = found.value
  const refused =
    refuseRead(access, 'users.view') ??
    refuseRead(access, 'applications.view') ??
    refuseWrite(account, access, 'reviews.run')
  if (refused) return left(account.name, 'refused', refused)
  if (!readLoading(sql, accountId)?.loadedAt) return left(account.name, 'not-here')
  const gap = reviewersGap(open, found.value)
  if (gap) return left(account.name, gap)
  const wanted = scope.applicationIds
  const applications = applicationsOn(sql, found.value).filter(
    ({ id }) => wanted === null || wanted.includes(id),
  ).length
  if (wanted !== null && applications === 0) return left(account.name, 'no-application')
  const users = usersIn(open, found.value)
  return users === 0
    ? left(account.name, 'no-user')
    : { name: account.name, gap: null, size: { users, applications } }
}

function reviewersGap(open: Open, opened: Opened): CampaignGap['why'] | null {
  const { reviewer, second, me } = open
  const owner = reviewer === 'owner' ? ownerWhoMayReview(open, opened) : null
  if (reviewer === 'owner' && owner === null) return 'no-owner'
  if (reviewer !== null && reviewer !== 'owner' && !mayReview(open, opened, reviewer)) return 'not-them'
  if (second === null) return null
  if (second === (reviewer === 'owner' ? owner : (reviewer ?? me))) return 'second-is-first'
  return mayReview(open, opened, second) ? null : 'second-not-them'
}

function ownerWhoMayReview({ sql, reviewers }: Open, { n }: Opened): UserId | null {
  const [first, last] = rangeOf(n)
  const found = sql.get<{ userId: Uint8Array }>(
    `select p.id as userId from membership m join person p on p.n = m.person
     where m.k between ? and ? and m.is_owner = 1 and ${reviewers.condition}`,
    first,
    last,
    ...reviewers.values,
  )
  return found ? (toUuid(found.userId) as UserId) : null
}

/** A user who may run reviews, or an administrator of the environment. */
function mayReview({ sql, me, reviewers }: Open, { n, account }: Opened, userId: UserId): boolean {
  // Asked before, by what they may do there.
  if (userId === me) return true
  const administers = readAdministrators(sql, account.environmentId)?.some((each) => each.userId === userId)
  if (administers) return true
  const [first, last] = rangeOf(n)
  const found = sql.get(
    `select 1 from membership m join person p on p.n = m.person
     where p.id = ? and m.k between ? and ? and ${reviewers.condition}`,
    toBytes(userId),
    first,
    last,
    ...reviewers.values,
  )
  return found !== undefined
}

/** Users that the scope lets through, as they are counted when it is frozen. */
function usersIn({ sql, now, scope }: Open, { n }: Opened): number {
  const { roles, unusedDays } = scope
  const before = unusedDays === null ? null : now.getTime() - unusedDays * dayMs
  const found = sql.get<{ count: number }>(
    `select count(*) as count from membership m where m.k between ? and ?
       and (? is null or m.role in (select value from json_each(?)))
       and (? is null or coalesce(m.last_active_at, m.created_at) <= ?)`,
    ...rangeOf(n),
    ...[roles, roles].map((each) => each && JSON.stringify(each)),
    before,
    before,
  )
  return found?.count ?? 0
}

interface StoredReviewer {
  k: number
  userId: Uint8Array
  name: string
  email: string
}

/** Those who may review in any of these accounts, users and administrators of the environments, and in how many. */
export const findReviewers: Handler<'reviews.candidates'> = ({ sql, now }, asked) => {
  const { accountIds, except, limit } = asked
  const opened = [...new Set(accountIds)].flatMap((accountId) => {
    const entry = openAccount(sql, accountId)
    return entry.ok ? [entry.value] : []
  })
  const wanted = fold(asked.find.trim())
  const isWanted = ({ userId, name, email }: Pick<ReviewerCandidate, 'userId' | 'name' | 'email'>) =>
    userId !== except && (wanted === '' || fold(`${name}\n${email}`).includes(wanted))
  const found = new Map<string, Omit<ReviewerCandidate, 'accounts'> & { where: Set<number> }>()
  const add = (person: Omit<ReviewerCandidate, 'accounts'>, n: number) => {
    const known = found.get(person.userId)
    if (known) known.where.add(n)
    else found.set(person.userId, { ...person, where: new Set([n]) })
  }
  const administrators = new Map(
    [...new Set(opened.map(({ account }) => account.environmentId))].map((id) => [
      id,
      (readAdministrators(sql, id) ?? []).filter(isWanted),
    ]),
  )
  for (const { n, account } of opened)
    for (const { userId, name, email } of administrators.get(account.environmentId) ?? [])
      add({ userId, name, email, administers: true }, n)
  for (const { k, userId, name, email } of usersWhoMayReview(sql, opened, now)) {
    const person = { userId: toUuid(userId) as UserId, name, email, administers: false }
    if (isWanted(person)) add(person, accountOfKey(k))
  }
  const people = [...found.values()].map(({ where, ...person }) => ({ ...person, accounts: where.size }))
  // Whoever may review in most of them first: the others leave accounts out.
  people.sort((a, b) => b.accounts - a.accounts || byName(a, b))
  return ok({ total: people.length, people: people.slice(0, limit) })
}

function usersWhoMayReview(sql: Sql, opened: readonly Opened[], now: Date): StoredReviewer[] {
  const { condition, values } = whoMayReview(sql, now)
  const seen = opened.filter(({ access }) => may(access, 'users.view')).map(({ n }) => rangeOf(n))
  return sql.all<StoredReviewer>(
    `select m.k, p.id as userId, p.name, p.email
     from json_each(?) a cross join membership m
       on m.k between json_extract(a.value, '$[0]') and json_extract(a.value, '$[1]')
     join person p on p.n = m.person where ${condition}`,
    JSON.stringify(seen),
    ...values,
  )
}
