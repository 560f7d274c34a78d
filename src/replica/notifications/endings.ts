import type { AccountId, InvitationPreview } from '@gatehouse/contract'
import { toBytes, toUuid } from '../repositories/ids.ts'
import { readMeta, writeMeta } from '../repositories/meta.ts'
import { readMyInvitations } from '../repositories/my-invitations.ts'
import { putNotification, removeNotification } from '../repositories/notifications.ts'
import { readPrincipal } from '../repositories/rows.ts'
import { toIso } from '../repositories/table.ts'
import type { Write } from '../write.ts'
import { noteDueReviews } from './reviews.ts'

const hourMs = 3_600_000
/** An own membership that ends within a week is told of, an invitation that lapses within two days. */
const membershipAheadMs = 7 * 24 * hourMs
const invitationAheadMs = 48 * hourMs

/** Tells of invitations that weren't there before, and forgets those that are over. */
export function noteInvitations(
  write: Write,
  before: readonly InvitationPreview[],
  invitations: readonly InvitationPreview[],
  now: Date,
): void {
  const known = new Set(before.map(({ invitationId }) => invitationId))
  const here = new Set(invitations.map(({ invitationId }) => invitationId))
  for (const { invitationId, accountName, invitedByName, role } of invitations) {
    if (known.has(invitationId)) continue
    const fact = { kind: 'invitation' as const, invitationId, accountName, invitedByName, role }
    putNotification(write, `invitation ${invitationId}`, null, fact, now)
  }
  for (const id of known) {
    if (here.has(id)) continue
    removeNotification(write, `invitation ${id}`)
    removeNotification(write, `invitation-ends ${id}`)
  }
}

/** Looks, once an hour at most, whether something of the principal's own ends soon. */
export function noteEndings(write: Write, now: Date): void {
  const { sql } = write
  const lastAt = readMeta(sql, 'endingsAt')
  if (lastAt !== null && Math.abs(now.getTime() - Date.parse(lastAt)) < hourMs) return
  writeMeta(sql, 'endingsAt', now.toISOString())
  noteDueReviews(write, now)
  for (const { id, name, endsAt } of endingMemberships(write, now)) {
    const accountId = toUuid(id) as AccountId
    const fact = { kind: 'membership-ends' as const, accountId, accountName: name, endsAt: toIso(endsAt) }
    putNotification(write, `membership-ends ${accountId} ${endsAt}`, accountId, fact, now)
  }
  for (const { invitationId, accountName, expiresAt } of readMyInvitations(sql)) {
    const left = Date.parse(expiresAt) - now.getTime()
    if (left <= 0 || left > invitationAheadMs) continue
    const fact = { kind: 'invitation-ends' as const, invitationId, accountName, expiresAt }
    putNotification(write, `invitation-ends ${invitationId}`, null, fact, now)
  }
}

function endingMemberships({ sql }: Write, now: Date): { id: Uint8Array; name: string; endsAt: number }[] {
  const me = readPrincipal(sql)
  if (!me) return []
  return sql.all(
    `select a.id, a.name, m.ends_at as endsAt
     from person p join membership m on m.person = p.n join account a on a.n = m.k >> 17
     where p.id = ? and m.ends_at > ? and m.ends_at <= ?`,
    toBytes(me.userId),
    now.getTime(),
    now.getTime() + membershipAheadMs,
  )
}
