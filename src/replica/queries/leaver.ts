import {
  fail,
  type InvitationId,
  type MembershipId,
  normalizeAddress,
  ok,
  type Permission,
  problem,
  refuseToTransfer,
  refuseWrite,
  type UserId,
} from '@gatehouse/contract'
import type { LeaverInvitation, LeaverLine } from '../../ipc/views.ts'
import type { Sql } from '../database.ts'
import { toUuid } from '../repositories/ids.ts'
import { invitationShape } from '../repositories/invitations.ts'
import { rangeOf } from '../repositories/numbers.ts'
import { readPrincipal } from '../repositories/rows.ts'
import { type Stored as StoredRow, toIso } from '../repositories/table.ts'
import { type Handler, openAccount, waitingKeys } from './context.ts'
import { hasHeirs, heirsAmong } from './heirs.ts'
import {
  accountOfLine,
  type KnownPerson,
  membershipIdOf,
  type Place,
  peopleOf,
  placesOf,
  reachedBy,
  setsWith,
  whomToAsk,
} from './persons.ts'
import { permissionsOf } from './user-rows.ts'

/** Without somebody who holds these nobody could let anybody in or out any more. */
const guarded: readonly Permission[] = ['users.edit', 'users.remove']

/** Everything that a person has, in every account: what a plan for their leaving is made from. */
export const getLeaver: Handler<'people.leaver'> = ({ sql, now }, { userIds, heirIds }) => {
  const people = peopleOf(sql, userIds)
  if (people.length === 0) return fail(problem('not_found'))
  const { places, more } = placesOf(sql, people)
  const look = lookOf(sql, people, heirIds, now)
  return ok({
    people: people.map(({ userId, name, email }) => ({ userId, name, email })),
    lines: places.filter(({ user }) => isHere(user.endsAt, now)).map((place) => lineOf(sql, place, look)),
    invitations: invitationsTo(sql, people, now),
    more,
  })
}

function isHere(endsAt: number | null, now: Date): boolean {
  return endsAt === null || endsAt > now.getTime()
}

interface Look {
  me: string | null
  leaving: ReadonlySet<string>
  numbers: string
  /** Chosen to take over, whichever account. */
  heirIds: readonly MembershipId[]
  now: Date
  /** For each guarded permission the sets that hold it. */
  holding: { permission: Permission; sets: string }[]
}

function lookOf(sql: Sql, people: readonly KnownPerson[], heirIds: readonly MembershipId[], now: Date): Look {
  return {
    me: readPrincipal(sql)?.userId ?? null,
    leaving: new Set(people.map(({ userId }) => userId)),
    numbers: JSON.stringify(people.map(({ n }) => n)),
    heirIds,
    now,
    holding: guarded.map((permission) => ({ permission, sets: JSON.stringify(setsWith(sql, permission)) })),
  }
}

function lineOf(sql: Sql, place: Place, look: Look): LeaverLine {
  const { opened, user } = place
  const { account, access } = opened
  const membershipId = membershipIdOf(user)
  const userId = toUuid(user.userId) as UserId
  const isOwner = user.isOwner === 1
  return {
    ...accountOfLine(sql, opened),
    membershipId,
    userId,
    email: user.email,
    role: user.role,
    isOwner,
    isMe: userId === look.me,
    status: user.status,
    lastActiveAt: user.lastActiveAt === null ? null : toIso(user.lastActiveAt),
    endsAt: user.endsAt === null ? null : toIso(user.endsAt),
    applications: reachedBy(sql, place),
    lastWith: user.status === 'active' ? lastWith(sql, place, look) : [],
    removeRefusal: refuseWrite(account, access, 'users.remove'),
    transferRefusal: isOwner
      ? (refuseWrite(account, access, 'users.edit') ?? refuseToTransfer({ access }))
      : null,
    askName: whomToAsk(sql, opened, look.leaving),
    ...heirsOf(sql, place, look),
    waiting: waitingKeys(sql, account.id, 'membership').has(membershipId),
  }
}

/** Guarded permissions that they hold and no other active user of the account does. */
function lastWith(sql: Sql, { opened, user }: Place, look: Look): Permission[] {
  const held = permissionsOf(sql, user)
  return look.holding
    .filter(({ permission, sets }) => {
      if (!held.includes(permission)) return false
      const other = sql.get(
        `select 1 from membership where k between ? and ? and status = 'active'
           and permissions in (select value from json_each(?))
           and person not in (select value from json_each(?)) limit 1`,
        ...rangeOf(opened.n),
        sets,
        look.numbers,
      )
      return other === undefined
    })
    .map(({ permission }) => permission)
}

/** Of an account that is owned by who leaves. */
function heirsOf(
  sql: Sql,
  { opened, user }: Place,
  { heirIds, numbers, now }: Look,
): Pick<LeaverLine, 'heirs' | 'hasHeirs'> {
  if (user.isOwner !== 1) return { heirs: [], hasHeirs: false }
  const stay = { leaving: numbers, now }
  return {
    heirs: heirsAmong(sql, opened, { chosen: heirIds, ...stay }),
    hasHeirs: hasHeirs(sql, opened, stay),
  }
}

/** Invitations to their addresses that could still be accepted. */
function invitationsTo(sql: Sql, people: readonly KnownPerson[], now: Date): LeaverInvitation[] {
  const wanted = new Set(people.map(({ email }) => normalizeAddress(email)))
  // SQL alone can't tell upper from lower case beyond ASCII.
  const stored = sql.all<StoredRow & { accountId: Uint8Array }>(
    `select ${invitationShape.list('i')}, a.id as accountId from invitation i join account a on a.n = i.k / 131072
     where i.status = 'pending' and i.expires_at > ?
       and (lower(trim(i.email)) in (select value from json_each(?)) or i.email glob '*[^ -~]*')
     order by a.name`,
    now.getTime(),
    JSON.stringify([...wanted]),
  )
  return stored.flatMap((row) => {
    const invitation = invitationShape.decode(row, sql)
    if (!wanted.has(normalizeAddress(invitation.email))) return []
    const opened = openAccount(sql, toUuid(row.accountId) as LeaverInvitation['accountId'], 'users.view')
    if (!opened.ok) return []
    const { account, access } = opened.value
    return [
      {
        ...accountOfLine(sql, opened.value),
        invitationId: invitation.id as InvitationId,
        email: invitation.email,
        role: invitation.role,
        expiresAt: invitation.expiresAt,
        refusal: refuseWrite(account, access, 'users.invite'),
      },
    ]
  })
}
