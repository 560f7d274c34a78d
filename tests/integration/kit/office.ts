import type { AccountId, ApplicationId, Intent, InvitationId, MutationId } from '@gatehouse/contract'
import { onTestFinished } from 'vitest'
import type { Member, World } from '../../../server/src/testing/world.ts'
import { type Client, type ClientOptions, type Login, signIn, startClient } from './client.ts'
import type { Scene } from './scene.ts'

/** One account with people to change it and something to change. */
export interface Office {
  accountId: AccountId
  admin: Member
  colleague: Member
  /** Never signs in here; grants are given to them. */
  member: Member
  apps: readonly [ApplicationId, ApplicationId, ApplicationId]
}

export async function createOffice(world: World, people: Partial<Office> = {}): Promise<Office> {
  const accountId = await world.account()
  return {
    accountId,
    admin: await world.member(accountId, 'admin', people.admin ? { person: people.admin } : {}),
    colleague: await world.member(accountId, 'admin', people.colleague ? { person: people.colleague } : {}),
    member: await world.member(accountId, 'viewer'),
    apps: people.apps ?? [await world.application(), await world.application(), await world.application()],
  }
}

export async function login(scene: Scene, { id, email }: Member): Promise<Login> {
  await scene.giveLogin(id)
  return signIn(scene, email)
}

/** A client of this person that is up to date and connected; it is gone after the test. */
export async function clientOf(scene: Scene, person: Member, options: ClientOptions = {}): Promise<Client> {
  const client = await startClient(scene, await login(scene, person), options)
  onTestFinished(() => client.dispose())
  await client.settled()
  return client
}

/** Changes in the office, as short as a test wants to write them. */
export function changesIn({ accountId, member }: Office, world: World) {
  return {
    assign: (...applicationIds: ApplicationId[]): Intent => ({
      name: 'applications.assign',
      args: { accountId, applicationIds, autoAssign: false },
    }),
    unassign: (applicationId: ApplicationId): Intent => ({
      name: 'applications.unassign',
      args: { accountId, applicationId },
    }),
    autoAssign: (applicationId: ApplicationId, autoAssign: boolean, onDisable: 'keep' | 'drop'): Intent => ({
      name: 'applications.setAutoAssign',
      args: { accountId, applicationId, autoAssign, onDisable },
    }),
    grant: (applicationId: ApplicationId, membershipId = member.membershipId): Intent => ({
      name: 'grants.add',
      args: { accountId, applicationId, membershipId },
    }),
    revoke: (applicationId: ApplicationId, membershipId = member.membershipId): Intent => ({
      name: 'grants.remove',
      args: { accountId, applicationId, membershipId },
    }),
    invite: (email: string, invitationId = world.id<InvitationId>()): Intent => ({
      name: 'invitations.create',
      args: {
        accountId,
        invitationId,
        email,
        role: 'viewer',
        applicationIds: [],
        message: '',
        expiresInDays: 7,
        anyAddress: false,
      },
    }),
    revokeInvitation: (invitationId: InvitationId): Intent => ({
      name: 'invitations.revoke',
      args: { accountId, invitationId },
    }),
  }
}

/** What the server has written down of a change: an action for each activity row with its id. */
export async function actionsOf({ world }: Scene, mutationId: MutationId): Promise<string[]> {
  const rows = await world.db
    .selectFrom('activity')
    .where('mutation_id', '=', mutationId)
    .select('action')
    .execute()
  return rows.map(({ action }) => action)
}

export async function assignedIn({ world }: Scene, { accountId }: Office): Promise<ApplicationId[]> {
  const rows = await world.db
    .selectFrom('account_application')
    .where('account_id', '=', accountId)
    .select('application_id')
    .execute()
  return rows.map(({ application_id }) => application_id)
}
