import type { ActivityAction } from '@gatehouse/contract'
import type { Batch, Rows } from './rows.ts'
import { type AccountPlan, dayMs, iso, type Member, type World } from './world.ts'

const windowMs = 90 * dayMs
const endings = { accepted: 'invitation.accepted', revoked: 'invitation.revoked' } as const
const devices = ['Gatehouse on Windows', 'Gatehouse on macOS', 'Gatehouse on Linux', null]

/** What happened in the last 90 days, told from the other rows, and the sign-ins that left none. */
export function addActivity(world: World, plan: AccountPlan, members: Member[], batch: Batch): void {
  const { prng, nowMs } = world
  const owner = members.find(({ membership }) => membership.role === 'owner')
  if (!owner) return
  const names = new Map(plan.applications.map(({ id, name }) => [id, name]))
  const byMembership = new Map(members.map((member) => [member.membership.id, member]))
  const editors = members.filter(({ membership }) => membership.role === 'admin').slice(0, 3)
  const isRecent = (time: string) => Date.parse(time) > nowMs - windowMs

  const add = (
    atText: string,
    actor: Rows['app_user'],
    action: ActivityAction,
    target: Pick<Rows['activity'], 'target_kind' | 'target_id' | 'target_name'>,
    before: object | null = null,
    after: object | null = null,
  ) => {
    batch.activity.push({
      id: prng.id(Date.parse(atText)),
      account_id: plan.account.id,
      actor_id: actor.id,
      actor_name: actor.name,
      action,
      ...target,
      before,
      after,
      at: atText,
      device: prng.pick(devices),
      mutation_id: null,
    })
  }
  const someEditor = () => prng.pick([owner, ...editors]).user

  for (const row of batch.account_application.filter(({ assigned_at }) => isRecent(assigned_at))) {
    const target = {
      target_kind: 'application',
      target_id: row.application_id,
      target_name: names.get(row.application_id) ?? '',
    }
    const editor = someEditor()
    add(row.assigned_at, editor, 'application.assigned', target, null, { autoAssign: false })
    if (!row.auto_assign) continue
    const laterMs = Math.min(nowMs, Date.parse(row.assigned_at) + prng.int(1, 300) * 60_000)
    add(
      iso(laterMs),
      editor,
      'application.auto_assign_enabled',
      target,
      { autoAssign: false },
      { autoAssign: true },
    )
  }

  for (const row of batch.application_grant.filter(({ granted_at }) => isRecent(granted_at)).slice(0, 20)) {
    const member = byMembership.get(row.membership_id)
    const target = {
      target_kind: 'grant',
      target_id: `${row.application_id}/${row.membership_id}`,
      target_name: names.get(row.application_id) ?? '',
    }
    const grant = { applicationId: row.application_id, membershipId: row.membership_id }
    add(row.granted_at, someEditor(), 'grant.added', target, null, {
      ...grant,
      userName: member?.user.name ?? '',
    })
  }

  for (const row of batch.invitation.filter(({ created_at }) => isRecent(created_at))) {
    const target = { target_kind: 'invitation', target_id: row.id, target_name: row.email }
    add(row.created_at, owner.user, 'invitation.sent', target, null, { role: row.role })
    if (row.status !== 'accepted' && row.status !== 'revoked') continue
    const member = members.find(({ user }) => user.id === row.accepted_by)
    const endedAt = member?.membership.created_at ?? iso(Math.min(nowMs, Date.parse(row.created_at) + dayMs))
    add(endedAt, member?.user ?? owner.user, endings[row.status], target)
  }

  for (const { user, membership } of members.filter(({ membership }) => isRecent(membership.created_at))) {
    const target = { target_kind: 'membership', target_id: membership.id, target_name: user.name }
    add(membership.created_at, owner.user, 'membership.added', target, null, { role: membership.role })
  }

  const signIns = Math.max(12, Math.round(members.length * world.plan.signIns))
  for (let count = 0; count < signIns; count += 1) {
    const { user, membership } = prng.pick(members)
    // More of them lately than long ago.
    const sinceMs = Math.max(Date.parse(membership.created_at), nowMs - windowMs)
    const atMs = nowMs - (nowMs - sinceMs) * prng.float() ** 1.5
    const target = { target_kind: 'membership', target_id: membership.id, target_name: user.name }
    add(iso(atMs), user, 'user.signed_in', target)
  }
}
