import { type DuplicateCandidate, likelyDuplicates, type MembershipId, ok } from '@gatehouse/contract'
import type { DuplicateSide } from '../../ipc/views.ts'
import type { Sql } from '../database.ts'
import { grantedTo } from '../repositories/counts.ts'
import { toUuid } from '../repositories/ids.ts'
import { toIso } from '../repositories/table.ts'
import { applicationsOn } from './access.ts'
import { byName, type Handler, may, type Opened, openAccount } from './context.ts'
import { permissionsOf, reachOf, type Stored, shownIn, storedUsers, toRow } from './user-rows.ts'

/** More groups than anybody goes through at a sitting are counted and not sent. */
const mostGroups = 50

type Candidate = DuplicateCandidate & { stored: Stored }

/** By the rule by which the server answers it, so that it can be asked without a connection. */
export const findDuplicates: Handler<'users.duplicates'> = ({ sql, now }, { accountId }) => {
  const opened = openAccount(sql, accountId, 'users.view')
  if (!opened.ok) return opened
  const groups = likelyDuplicates(candidates(sql, opened.value, now))
  const side = sideOf(sql, opened.value)
  return ok({
    count: groups.reduce((sum, { others }) => sum + others.length, 0),
    groups: groups.slice(0, mostGroups).map(({ keep, others }) => ({
      keep: side(keep.stored),
      others: others.map(({ member, reasons }) => ({ user: side(member.stored), reasons })),
    })),
  })
}

function candidates(sql: Sql, opened: Opened, now: Date): Candidate[] {
  const counted = sql.all<{ slot: number; count: number }>(
    'select slot, count(*) as count from grant_ where account = ? group by slot',
    opened.n,
  )
  const grants = new Map(counted.map(({ slot, count }) => [slot, count]))
  return storedUsers(sql, opened)
    .filter(({ endsAt }) => endsAt === null || endsAt > now.getTime())
    .map((stored) => ({
      id: toUuid(stored.id) as MembershipId,
      name: stored.name,
      email: stored.email,
      isOwner: stored.isOwner === 1,
      isLegacy: stored.isLegacy === 1,
      status: stored.status,
      permissions: permissionsOf(sql, stored),
      lastActiveAt: stored.lastActiveAt === null ? null : toIso(stored.lastActiveAt),
      createdAt: toIso(stored.createdAt),
      grants: grants.get(stored.slot) ?? 0,
      stored,
    }))
}

function sideOf(sql: Sql, opened: Opened): (stored: Stored) => DuplicateSide {
  const reach = reachOf(sql, opened)
  const shown = shownIn(sql, opened)
  // What the account has may be hidden from someone who may see its users.
  const known = may(opened.access, 'applications.view') ? applicationsOn(sql, opened) : []
  const applications = new Map(known.map((application) => [application.n, application]))
  return (stored) => {
    const { version: _, ...item } = toRow(stored, reach(stored), shown)
    const grants = grantedTo(sql, opened.n, stored.slot).flatMap((n) => applications.get(n) ?? [])
    return {
      ...item,
      isLegacy: stored.isLegacy === 1,
      permissions: permissionsOf(sql, stored),
      grants: grants.sort(byName).map(({ id, name }) => ({ applicationId: id, name })),
    }
  }
}
