import { products } from './catalogue.ts'
import { addActivity } from './generate-activity.ts'
import { addInvitations } from './generate-invitations.ts'
import { addLegacyLogins } from './legacy-logins.ts'
import { personName } from './names.ts'
import { type Batch, emptyBatch, type Rows } from './rows.ts'
import { type AccountPlan, dayMs, iso, type Member, mailDomain, permissionsOf, type World } from './world.ts'

/** Everything of one account: who is in it, what it has, who was invited, what happened. */
export function fillAccount(world: World, plan: AccountPlan): Batch {
  const batch = emptyBatch()
  batch.account.push(plan.account)
  const members = addMembers(world, plan, batch)
  addLegacyLogins(world, plan, members, batch)
  addApplications(world, plan, batch)
  addGrants(world, plan, batch)
  addServices(world, plan, batch)
  addInvitations(world, plan, members, batch)
  addActivity(world, plan, members, batch)
  return batch
}

function addMembers(world: World, plan: AccountPlan, batch: Batch): Member[] {
  const { prng, nowMs } = world
  const members: Member[] = []
  const createdMs = Date.parse(plan.account.created_at)

  const add = (user: Rows['app_user'], role: Rows['membership']['role'], isSuspended: boolean) => {
    const isFounder = members.length === 0
    const joinedMs = isFounder ? createdMs : createdMs + prng.float() * (nowMs - createdMs - dayMs)
    const lastMs = nowMs + Math.log(1 - prng.float()) * 35 * dayMs
    const membership: Rows['membership'] = {
      id: prng.id(joinedMs),
      account_id: plan.account.id,
      user_id: user.id,
      role,
      permissions: permissionsOf(role),
      status: isSuspended ? 'suspended' : 'active',
      last_active_at: prng.chance(0.06) ? null : iso(Math.max(joinedMs, lastMs)),
      ends_at: role !== 'owner' && prng.chance(0.01) ? iso(nowMs + prng.int(5, 120) * dayMs) : null,
      created_at: iso(joinedMs),
      version: 1,
    }
    batch.membership.push(membership)
    members.push({ user, membership })
  }

  if (plan.isOwnersAccount) add(world.owner, 'owner', false)
  if (plan.consultant) add(world.consultant, plan.consultant.role, plan.consultant.isSuspended)
  const taken = new Set<string>()
  let hasOwner = members.some(({ membership }) => membership.role === 'owner')
  while (members.length < plan.size) {
    const user = someoneShared(world, members) ?? makeUser(world, plan, taken, batch)
    add(user, hasOwner ? someRole(world) : 'owner', hasOwner && prng.chance(0.02))
    hasOwner = true
  }
  return members
}

const mostShared = 300

/** Now and then somebody who is in another account already: one login, many accounts. */
function someoneShared({ prng, shared }: World, members: Member[]): Rows['app_user'] | null {
  if (shared.length === 0 || !prng.chance(0.03)) return null
  const user = prng.pick(shared)
  return members.some((member) => member.user.id === user.id) ? null : user
}

function makeUser(world: World, plan: AccountPlan, taken: Set<string>, batch: Batch): Rows['app_user'] {
  const { prng } = world
  const { name, mailbox } = personName(prng)
  let local = mailbox
  for (let number = 2; taken.has(local); number += 1) local = `${mailbox}${number}`
  taken.add(local)
  const createdMs = Date.parse(plan.account.created_at)
  const at = iso(createdMs)
  const user: Rows['app_user'] = {
    id: prng.id(createdMs),
    email: `${local}@${mailDomain(plan)}`,
    email_verified_at: at,
    name,
    password_hash: null,
    is_legacy: false,
    created_at: at,
    version: 1,
  }
  batch.app_user.push(user)
  if (world.shared.length < mostShared && prng.chance(0.1)) world.shared.push(user)
  return user
}

function someRole({ prng }: World): 'admin' | 'technician' | 'billing' | 'viewer' {
  const at = prng.float()
  if (at < 0.06) return 'admin'
  if (at < 0.2) return 'technician'
  return at < 0.28 ? 'billing' : 'viewer'
}

function addApplications({ prng, nowMs }: World, plan: AccountPlan, batch: Batch): void {
  const createdMs = Date.parse(plan.account.created_at)
  const others = plan.applications.filter(
    (application) => !application.is_default && !application.auto_assign,
  )
  const chosen = prng.sample(others, prng.int(3, Math.min(14, others.length)))
  const standard = plan.applications.filter((application) => application.is_default)
  for (const application of [...standard, ...chosen]) {
    batch.account_application.push({
      account_id: plan.account.id,
      application_id: application.id,
      auto_assign: !application.is_default && application.status === 'active' && prng.chance(0.25),
      assigned_at: iso(application.is_default ? createdMs : createdMs + prng.float() * (nowMs - createdMs)),
      version: 1,
    })
  }
}

function addGrants({ prng, plan: seedPlan, nowMs }: World, plan: AccountPlan, batch: Batch): void {
  for (const assigned of batch.account_application) {
    const isDefault = plan.applications.some(
      ({ id, is_default }) => is_default && id === assigned.application_id,
    )
    // Where everyone has it anyway, a few grants from before stand beside it.
    const chance = assigned.auto_assign ? 0.03 : isDefault ? 0.8 : seedPlan.grantChance
    for (const membership of batch.membership) {
      if (!prng.chance(chance)) continue
      const earliest = Math.max(Date.parse(assigned.assigned_at), Date.parse(membership.created_at))
      batch.application_grant.push({
        account_id: plan.account.id,
        membership_id: membership.id,
        application_id: assigned.application_id,
        granted_at: iso(earliest + prng.float() * (nowMs - earliest)),
      })
    }
  }
}

function addServices({ prng, nowMs }: World, plan: AccountPlan, batch: Batch): void {
  const createdMs = Date.parse(plan.account.created_at)
  for (const [productName, label] of prng.sample(products, prng.int(2, 6))) {
    const status = prng.chance(0.08) ? 'cancelled' : plan.account.status === 'active' ? 'active' : 'suspended'
    batch.service.push({
      id: prng.id(createdMs),
      account_id: plan.account.id,
      product_name: productName,
      label: `${label} ${prng.int(1, 40)}`,
      status,
      renews_at: status === 'cancelled' ? null : iso(nowMs + prng.int(1, 365) * dayMs),
      version: 1,
    })
  }
}
