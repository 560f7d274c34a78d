import type { AccountId, ApplicationId, InvitationId } from '@gatehouse/contract'
import type { Member, Person, World } from '../../../server/src/testing/world.ts'

export interface Firm {
  consultant: Person
  /** Of the first account. */
  owner: Person
  administrator: Person
  /** The consultant's, by their role there. */
  accounts: Record<
    'elsewhere' | 'admin' | 'technician' | 'viewer' | 'billing' | 'suspended' | 'closed',
    AccountId
  >
  /** Of other people, in the administrator's environment and in another. */
  foreign: AccountId[]
}

/** Accounts in two environments with everything in them that decides what somebody may see and open. */
export async function createFirm(world: World): Promise<Firm> {
  const consultant = await world.user({ name: 'Cassie' })
  const administrator = await world.administrator()
  const elsewhere = await world.environment()
  const here = await catalogue(world, world.environmentId)
  const there = await catalogue(world, elsewhere)

  const fill = async (
    place: { environmentId?: typeof elsewhere; status?: 'active' | 'closed' },
    join: (accountId: AccountId) => Promise<unknown>,
  ) => {
    // Rows of a closed account were made before it was closed.
    const accountId = await world.account(place.environmentId ? { environmentId: place.environmentId } : {})
    await join(accountId)
    const owner = await fillAccount(world, accountId, place.environmentId ? there : here)
    if (place.status) {
      await world.db
        .updateTable('account')
        .set({ status: place.status })
        .where('id', '=', accountId)
        .execute()
    }
    return { accountId, owner }
  }
  const asConsultant = (role: Parameters<World['member']>[1]) => (accountId: AccountId) =>
    world.member(accountId, role, { person: consultant })

  const technician = await fill({}, asConsultant('technician'))
  const accounts = {
    elsewhere: (await fill({ environmentId: elsewhere }, asConsultant('admin'))).accountId,
    admin: (await fill({}, asConsultant('admin'))).accountId,
    technician: technician.accountId,
    viewer: (await fill({}, asConsultant('viewer'))).accountId,
    billing: (await fill({ environmentId: elsewhere }, asConsultant('billing'))).accountId,
    suspended: (
      await fill({}, (accountId) =>
        world.member(accountId, 'admin', { person: consultant, status: 'suspended' }),
      )
    ).accountId,
    closed: (await fill({ status: 'closed' }, asConsultant('admin'))).accountId,
  }
  const nobody = async () => {}
  const foreign = [
    (await fill({}, nobody)).accountId,
    (await fill({ environmentId: elsewhere }, nobody)).accountId,
  ]
  return { consultant, owner: technician.owner, administrator, accounts, foreign }
}

type Catalogue = Record<'standard' | 'everywhere' | 'ours' | 'granted' | 'later', ApplicationId>

async function catalogue(world: World, environmentId: World['environmentId']): Promise<Catalogue> {
  return {
    standard: await world.application({ environmentId, isDefault: true }),
    everywhere: await world.application({ environmentId, autoAssign: true }),
    ours: await world.application({ environmentId }),
    granted: await world.application({ environmentId }),
    later: await world.application({ environmentId, status: 'inactive' }),
  }
}

/** By the API itself, so that there is activity of all of it. */
async function fillAccount(world: World, accountId: AccountId, apps: Catalogue): Promise<Member> {
  const owner = await world.member(accountId, 'owner')
  const member = await world.member(accountId, 'viewer')
  const paused = await world.member(accountId, 'technician', { status: 'suspended' })
  await world.service(accountId)
  const params = { accountId }
  const { client } = owner
  await client.get('applications.assign', {
    params,
    body: { applicationIds: [apps.standard, apps.granted, apps.later], autoAssign: false },
  })
  await client.get('applications.assign', { params, body: { applicationIds: [apps.ours], autoAssign: true } })
  for (const [membershipId, applicationId] of [
    [member.membershipId, apps.granted],
    [member.membershipId, apps.everywhere],
    [paused.membershipId, apps.granted],
  ] as const) {
    await client.get('grants.add', { params: { accountId, applicationId, membershipId } })
  }
  const invite = async (email: string) => {
    const invitationId = world.id<InvitationId>()
    const body = { ...invitationDefaults, invitationId, email, applicationIds: [apps.granted] }
    await client.get('invitations.create', { params, body })
    return invitationId
  }
  await invite('new@example.com')
  const revoked = await invite('gone@example.com')
  await client.get('invitations.revoke', { params: { accountId, invitationId: revoked }, body: {} })
  return owner
}

const invitationDefaults = { role: 'viewer' as const, message: '', expiresInDays: 7, anyAddress: false }
