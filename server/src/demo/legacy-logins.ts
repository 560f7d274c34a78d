import { createPrng } from './prng.ts'
import type { Batch, Rows } from './rows.ts'
import { type AccountPlan, dayMs, iso, type Member, mailDomain, type World } from './world.ts'

/**
 * Before one login worked in every account, each account had logins of its own. Some of them are still there, beside
 * the newer login of the same person: members that were made already become such logins. Takes its chances from a
 * series of its own, so that nothing else of the demo data depends on it.
 */
export function addLegacyLogins(world: World, plan: AccountPlan, members: Member[], batch: Batch): void {
  const prng = createPrng(`${world.seed}/legacy/${plan.account.id}`)
  const made = new Set(batch.app_user.map(({ id }) => id))
  const isOwn = ({ user }: Member) => made.has(user.id) && !world.shared.includes(user)
  const viewers = members.filter((member) => isOwn(member) && member.membership.role === 'viewer')
  const wanted = plan.isOwnersAccount ? 3 : members.length >= 20 && prng.chance(0.35) ? prng.int(1, 2) : 0
  const turned = viewers.slice(-wanted)
  if (wanted === 0 || viewers.length <= wanted) return
  const others = members.filter((member) => !turned.includes(member) && member.membership.role !== 'owner')
  const consultant = others.filter(({ user }) => plan.isOwnersAccount && user.id === world.consultant.id)
  const people = [...consultant, ...others.filter(isOwn)]
  for (const [index, member] of turned.entries()) {
    const person = people[index]
    if (person) becomeLegacy(world, plan, member, person.user, index)
  }
}

/** Addresses as such logins had them: another one in the same mailbox, or one of the business itself. */
function addressOf(plan: AccountPlan, { email }: Rows['app_user'], index: number): string {
  const [local = 'somebody', domain = ''] = email.split('@')
  return index % 2 === 0 ? `${local}.login@${mailDomain(plan)}` : `${local}+old@${domain}`
}

function becomeLegacy(
  { nowMs }: World,
  plan: AccountPlan,
  { user, membership }: Member,
  person: Rows['app_user'],
  index: number,
): void {
  user.name = person.name
  user.email = addressOf(plan, person, index)
  user.is_legacy = true
  const createdMs = Date.parse(plan.account.created_at)
  const lastMs = Math.max(createdMs, nowMs - (200 + index * 90) * dayMs)
  membership.created_at = iso(createdMs)
  membership.last_active_at = index === 2 ? null : iso(lastMs)
  membership.ends_at = null
}
