import type { AccountId, InvitationId, RouteName, TemplateId } from '@gatehouse/contract'
import { token as sampleToken } from '../openapi/examples/samples.ts'
import { hashToken } from '../services/invitations/invitation-tokens.ts'
import type { Things } from './requests.ts'
import { furnishReview } from './reviews.ts'
import type { Member, Person, World } from './world.ts'

/** What a route makes, so that it has something to make. */
const made: Partial<Record<RouteName, 'account_application' | 'application_grant' | 'invitation'>> = {
  'applications.assign': 'account_application',
  'bulk.assign': 'account_application',
  'grants.add': 'application_grant',
  'bulk.grant': 'application_grant',
  'bulk.invite': 'invitation',
}

export interface FurnishedAccount {
  accountId: AccountId
  owner: Member
  member: Member
  invited: Person
  things: Things
}

/** An account with one of everything but what the route makes. */
export async function furnishAccount(world: World, name: RouteName): Promise<FurnishedAccount> {
  const { db, clock } = world
  const accountId = await world.account()
  const owner = await world.member(accountId, 'owner')
  const status = name === 'memberships.resume' ? 'suspended' : 'active'
  const member = await world.member(accountId, 'viewer', { status })
  const reviewer = await world.member(accountId, 'admin')
  const application = await world.application()
  await world.assign(accountId, application, true)
  await world.grant(accountId, member.membershipId, application)
  const service = await world.service(accountId)
  const invited = await world.user()
  const invitation = world.id<InvitationId>()
  await db
    .insertInto('invitation')
    .values({
      id: invitation,
      account_id: accountId,
      email: invited.email,
      role: 'viewer',
      permissions: ['account.view'],
      application_ids: [application],
      invited_by: owner.id,
      created_at: clock.now(),
      expires_at: new Date(clock.now().getTime() + 86_400_000),
    })
    .execute()
  const token_hash = hashToken(sampleToken)
  await db.deleteFrom('invitation_token').where('token_hash', '=', token_hash).execute()
  await db
    .insertInto('invitation_token')
    .values({ token_hash, invitation_id: invitation, kind: 'mail', created_at: clock.now() })
    .execute()
  const template = world.id<TemplateId>()
  await db
    .insertInto('permission_template')
    .values({ id: template, account_id: accountId, name: 'Back office', permissions: ['account.view'] })
    .execute()
  const table = made[name]
  if (table) await db.deleteFrom(table).where('account_id', '=', accountId).execute()
  const things: Things = {
    environment: world.environmentId,
    account: accountId,
    application,
    membership: member.membershipId,
    user: member.id,
    invitation,
    service,
    template,
    reviewer: reviewer.id,
    token: sampleToken,
  }
  // Whoever gives one back is the second reviewer of it; of the others the owner is the first one.
  const isBack = name === 'reviews.return'
  things.review = await furnishReview(world, things, {
    reviewerId: isBack ? reviewer.id : owner.id,
    secondId: isBack ? owner.id : reviewer.id,
    state: isBack ? 'second' : 'open',
  })
  return { accountId, owner, member, invited, things }
}
