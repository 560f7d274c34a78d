import { createHash } from 'node:crypto'
import { personName } from './names.ts'
import { demoPerson, inviteeToken } from './people.ts'
import type { Batch, Rows } from './rows.ts'
import { type AccountPlan, dayMs, iso, type Member, mailDomain, permissionsOf, type World } from './world.ts'

const weekMs = 7 * dayMs

/** A few in every state, by the owner; the invitee's own one in Nadia's account. */
export function addInvitations(world: World, plan: AccountPlan, members: Member[], batch: Batch): void {
  const { prng, nowMs } = world
  const owner = members.find(({ membership }) => membership.role === 'owner')
  if (!owner) return
  const add = (
    row: Omit<Rows['invitation'], 'account_id' | 'invited_by' | 'permissions' | 'any_address' | 'version'>,
  ) =>
    batch.invitation.push({
      ...row,
      account_id: plan.account.id,
      invited_by: owner.user.id,
      permissions: permissionsOf(row.role),
      any_address: false,
      version: 1,
    })

  if (plan.isOwnersAccount) addInviteesOwn(world, plan, batch, add)

  // Those who joined lately and aren't the consultant came by invitation.
  const joined = members.filter(
    ({ user, membership }) =>
      user.id !== world.consultant.id &&
      membership.role !== 'owner' &&
      Date.parse(membership.created_at) > nowMs - 90 * dayMs,
  )
  for (const { user, membership } of joined.slice(0, 4)) {
    const acceptedMs = Date.parse(membership.created_at)
    const sentMs = acceptedMs - prng.float() * 3 * dayMs
    add({
      ...blank(world, sentMs),
      email: user.email,
      role: membership.role === 'owner' ? 'viewer' : membership.role,
      status: 'accepted',
      accepted_by: user.id,
    })
  }

  const taken = new Set(members.map(({ user }) => user.email))
  for (let count = prng.int(0, 4); count > 0; count -= 1) {
    const { mailbox } = personName(prng)
    const email = `${mailbox}.${prng.int(10, 99)}@${mailDomain(plan)}`
    if (taken.has(email)) continue
    taken.add(email)
    const state = prng.pick(['pending', 'pending', 'late', 'expired', 'declined', 'revoked'] as const)
    // A late one is expired by its date alone: nobody has looked at it since.
    const sentMs = nowMs - (state === 'pending' ? prng.float() * 6 : prng.int(10, 80)) * dayMs
    const row = {
      ...blank(world, sentMs),
      email,
      role: prng.pick(['technician', 'billing', 'viewer'] as const),
      status: state === 'late' ? ('pending' as const) : state,
      accepted_by: null,
    }
    add(row)
    if (row.status === 'pending') addToken(batch, row.id, prng.bytes(32).toString('base64url'), sentMs)
  }
}

function blank({ prng }: World, sentMs: number) {
  return {
    id: prng.id(sentMs),
    application_ids: [] as string[],
    message: prng.chance(0.3) ? 'Welcome! Here is your access.' : '',
    created_at: iso(sentMs),
    expires_at: iso(sentMs + weekMs),
  }
}

function addInviteesOwn(
  world: World,
  plan: AccountPlan,
  batch: Batch,
  add: (
    row: ReturnType<typeof blank> &
      Pick<Rows['invitation'], 'email' | 'role' | 'status' | 'accepted_by' | 'application_ids'>,
  ) => void,
): void {
  const { nowMs, seed } = world
  const sentMs = nowMs - 60 * 60_000
  const isActive = (id: string) => plan.applications.some((one) => one.id === id && one.status === 'active')
  const own = {
    ...blank(world, sentMs),
    email: demoPerson('invitee').email,
    role: 'technician' as const,
    application_ids: batch.account_application
      .filter(({ auto_assign, application_id }) => !auto_assign && isActive(application_id))
      .slice(0, 2)
      .map(({ application_id }) => application_id),
    message: 'Hello Jonas, here is your access for the move next week. Nadia',
    status: 'pending' as const,
    accepted_by: null,
  }
  add(own)
  addToken(batch, own.id, inviteeToken(seed), sentMs)
}

function addToken(batch: Batch, invitationId: string, token: string, atMs: number): void {
  batch.invitation_token.push({
    token_hash: `\\x${createHash('sha256').update(token).digest('hex')}`,
    invitation_id: invitationId,
    kind: 'mail',
    created_at: iso(atMs),
    dead_at: null,
  })
}
