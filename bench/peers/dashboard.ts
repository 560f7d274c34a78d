import type { Application, ApplicationId } from '@gatehouse/contract'
import type { AccountContent } from './peer.ts'

const dayMs = 86_400_000

/** What a dashboard shows, counted from an account's rows: the same for every peer, in plain JavaScript. */
export function countDashboard(
  content: AccountContent,
  known: ReadonlyMap<ApplicationId, Application>,
  now: Date,
) {
  const nowText = now.toISOString()
  const ago = (days: number) => new Date(now.getTime() - days * dayMs).toISOString()
  const [since30, since90, in30] = [ago(30), ago(90), ago(-30)]
  const active = content.memberships.filter(({ status }) => status === 'active')
  const activeIds = new Set(active.map(({ id }) => id))
  const granted = new Map<ApplicationId, number>()
  for (const { membershipId, applicationId } of content.grants) {
    if (activeIds.has(membershipId)) granted.set(applicationId, (granted.get(applicationId) ?? 0) + 1)
  }
  const days = new Map<string, number>()
  for (const { at } of content.activities) {
    if (at >= since30) days.set(at.slice(0, 10), (days.get(at.slice(0, 10)) ?? 0) + 1)
  }
  const pending = content.invitations.filter(
    ({ status, expiresAt }) => status === 'pending' && expiresAt > nowText,
  )
  const services = content.services.filter(({ status }) => status === 'active')
  return {
    users: {
      total: content.memberships.length,
      suspended: content.memberships.length - active.length,
      active30Days: active.filter(({ lastActiveAt }) => lastActiveAt !== null && lastActiveAt >= since30)
        .length,
      notSeen90Days: active.filter(({ lastActiveAt, createdAt }) => (lastActiveAt ?? createdAt) < since90)
        .length,
    },
    applications: content.accountApplications.length,
    invitations: pending.length,
    services: services.length,
    renewing: services.filter(({ renewsAt }) => renewsAt !== null && renewsAt >= nowText && renewsAt < in30)
      .length,
    activityByDay: days,
    applicationUse: content.accountApplications
      .map(({ applicationId, autoAssign }) => ({
        name: known.get(applicationId)?.name ?? '',
        withAccess: autoAssign ? active.length : (granted.get(applicationId) ?? 0),
      }))
      .sort((a, b) => b.withAccess - a.withAccess)
      .slice(0, 8),
    owner: content.memberships.find(({ isOwner }) => isOwner)?.name ?? null,
  }
}
