import { createHash } from 'node:crypto'
import {
  type ApplicationId,
  accessLetter,
  canonicalJson,
  fail,
  type Json,
  type Membership,
  type MembershipId,
  ok,
  problem,
  type Result,
  type ReviewId,
  type ReviewScope,
  type ReviewSnapshot,
  type SnapshotPerson,
} from '@gatehouse/contract'
import type { Sql } from '../database.ts'
import { applicationsOn, levelOf, type OnAccount, sourcesOf } from '../queries/access.ts'
import { dayMs, type Opened } from '../queries/context.ts'
import { readAdministrators } from '../repositories/administrators.ts'
import { membershipsBySlot } from '../repositories/memberships.ts'
import { readMeta } from '../repositories/meta.ts'
import { environments } from '../repositories/rows.ts'

// Effective access as it is now, of all users of an account or of those that a review looks at.

export interface AccessTable {
  applications: OnAccount[]
  people: { row: Membership; access: string }[]
}

const everything: ReviewScope = { applicationIds: null, roles: null, unusedDays: null }

/** Applications and users by name, then id; of each pair the letter of a snapshot. Read in one transaction. */
export function accessTable(
  sql: Sql,
  opened: Opened,
  now: Date,
  scope: ReviewScope = everything,
): AccessTable {
  const applications = applicationsOn(sql, opened)
    .filter(({ id }) => scope.applicationIds === null || scope.applicationIds.includes(id))
    .sort(byNameThenId)
  const members = membershipsBySlot(sql, opened.account.id)
    .filter(({ row }) => isInScope(row, scope, now))
    .sort((a, b) => byNameThenId(a.row, b.row))
  const letters = applications.map((application) => lettersOf(opened, application))
  const texts = members.map(({ row }) => letters.map((of) => of[row.status].without))
  const places = new Map(members.map(({ slot }, place) => [slot, place]))
  const grants = sql.all<{ application: number; slots: string }>(
    'select application, json_group_array(slot) as slots from grant_ where account = ? group by application',
    opened.n,
  )
  const columns = new Map(applications.map(({ n }, column) => [n, column]))
  for (const { application, slots } of grants) {
    const column = columns.get(application)
    const of = column === undefined ? undefined : letters[column]
    if (column === undefined || !of) continue
    for (const slot of JSON.parse(slots) as number[]) {
      const place = places.get(slot)
      const member = place === undefined ? undefined : members[place]
      const text = place === undefined ? undefined : texts[place]
      if (member && text) text[column] = of[member.row.status].with
    }
  }
  return {
    applications,
    people: members.map(({ row }, place) => ({ row, access: (texts[place] ?? []).join('') })),
  }
}

function isInScope({ role, lastActiveAt, createdAt }: Membership, scope: ReviewScope, now: Date): boolean {
  if (scope.roles !== null && !scope.roles.includes(role)) return false
  if (scope.unusedDays === null) return true
  return now.getTime() - Date.parse(lastActiveAt ?? createdAt) >= scope.unusedDays * dayMs
}

/** The letter of a user with and without a grant, by the status of their membership. */
function lettersOf({ account }: Opened, application: OnAccount) {
  const letter = (status: 'active' | 'suspended', hasGrant: boolean) =>
    accessLetter(sourcesOf(account, application, { status, hasGrant }))
  const of = (status: 'active' | 'suspended') => ({
    with: letter(status, true),
    without: letter(status, false),
  })
  return { active: of('active'), suspended: of('suspended') }
}

/** By code unit, so that every computer puts them in one order. */
function byNameThenId(a: { name: string; id: string }, b: { name: string; id: string }): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1
  return a.id < b.id ? -1 : 1
}

const mostApplications = 400
const mostPeople = 20_000

/**
 * What a review of the account freezes. Own changes that the server hasn't confirmed stand in the tables, so they are
 * counted as done, and said.
 */
export function freeze(
  sql: Sql,
  opened: Opened,
  { reviewId, scope, now }: { reviewId: ReviewId; scope: ReviewScope; now: Date },
): Result<ReviewSnapshot> {
  const { account } = opened
  const { applications, people } = accessTable(sql, opened, now, scope)
  if (people.length === 0) return fail(outOfScope('users'))
  if (applications.length > mostApplications || people.length > mostPeople) return fail(problem('too_large'))
  const { waiting } = sql.get<{ waiting: number }>(
    `select count(*) as waiting from outbox
     where account_id = ? and state <> 'refused' and json_extract(intent, '$.name') not like 'reviews.%'`,
    account.id,
  ) ?? { waiting: 0 }
  return ok({
    format: 'gatehouse.review.snapshot/1',
    reviewId,
    account: {
      id: account.id,
      name: account.name,
      reference: account.reference,
      environmentName: environments.get(sql, account.environmentId)?.name ?? '',
    },
    scope,
    asOf: now.toISOString(),
    cursor: readMeta(sql, 'cursor'),
    waiting,
    applications: applications.map((application) => ({
      id: application.id,
      name: application.name,
      type: application.type,
      status: application.status,
      level: levelOf(application),
    })),
    people: people.map(({ row, access }) => personOf(row, access)),
    administrators: readAdministrators(sql, account.environmentId),
  })
}

/** The review would look at nobody, or at nothing. */
export function outOfScope(what: 'users' | 'applications') {
  return problem('validation', {
    fields: [{ path: 'scope', message: `The account has no ${what} that this looks at` }],
  })
}

function personOf(row: Membership, access: string): SnapshotPerson {
  const { id, userId, name, email, role, isOwner, isLegacy, status, permissions } = row
  const { lastActiveAt, endsAt, createdAt } = row
  return {
    membershipId: id,
    userId,
    name,
    email,
    role,
    isOwner,
    isLegacy,
    status,
    permissions,
    lastActiveAt,
    endsAt,
    createdAt,
    access,
  }
}

interface Written {
  body: string
  sha256: string
}

// Megabytes that are written once to name their hash, and once more to be kept; nothing changes them between.
const written = new WeakMap<object, Written>()

/** A document in its canonical form, with its hash. What was given stays as it is from then on. */
export function documentOf(value: object): Written {
  const known = written.get(value)
  if (known) return known
  const body = canonicalJson(value as Json)
  const made = { body, sha256: hashOf(body) }
  written.set(value, made)
  return made
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}

/** The table by the ids of its users and applications, as it is to be compared with a snapshot. */
export function lookUp({ applications, people }: AccessTable) {
  const rows = new Map(people.map((person) => [person.row.id as MembershipId, person]))
  const columns = new Map(applications.map(({ id }, column) => [id as ApplicationId, column]))
  return { rows, columns }
}
