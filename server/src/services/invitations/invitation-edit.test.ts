import { type Invitation, rolePermissions } from '@gatehouse/contract'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createInvitationScene, type InvitationScene } from '../../testing/invitations.ts'
import { createWorld, type World } from '../../testing/world.ts'

const dayMs = 86_400_000

let world: World
let scene: InvitationScene

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  scene = await createInvitationScene(world)
})

/** A call that leaves everything as it is, except what is said. */
const editOf = (invitation: Invitation, changes: object = {}) => ({
  ...scene.target(invitation),
  body: {
    baseVersion: invitation.version,
    role: invitation.role,
    applicationIds: invitation.applicationIds,
    message: invitation.message,
    ...changes,
  },
})
const applicationOn = async (accountId = scene.accountId) => {
  const applicationId = await world.application()
  await world.assign(accountId, applicationId)
  return applicationId
}

test('changes the offer of a pending invitation, and whoever accepts gets what it says then', async () => {
  const { admin, invitee } = scene
  const invitation = await scene.invite({ role: 'viewer' })
  const token = await scene.mailedToken()
  const applicationId = await applicationOn()
  const { value } = await admin.client.get(
    'invitations.edit',
    editOf(invitation, {
      role: 'technician',
      applicationIds: [applicationId],
      message: 'New plan',
      expiresInDays: 20,
    }),
  )
  expect(value).toEqual({
    ...invitation,
    role: 'technician',
    permissions: rolePermissions.technician,
    applicationIds: [applicationId],
    message: 'New plan',
    expiresAt: new Date(world.clock.now().getTime() + 20 * dayMs).toISOString(),
    version: 2,
  })
  const preview = await world.anonymous.get('invitations.preview', { body: { token } })
  expect(preview).toMatchObject({ role: 'technician', message: 'New plan', expiresAt: value.expiresAt })
  const joined = await invitee.client.get('invitations.accept', { body: { token } })
  const { access } = await invitee.client.get('accounts.get', { params: scene.params })
  expect(access.permissions).toEqual(rolePermissions.technician)
  const opens = await admin.client.get('memberships.access', {
    params: { accountId: scene.accountId, membershipId: joined.value.membershipId },
  })
  expect(opens.items).toEqual([{ applicationId, sources: ['grant'] }])
})

test('writes down what was changed and nothing else, and tells the invited user', async () => {
  const invitation = await scene.invite({ message: 'Hello' })
  await scene.admin.client.get('invitations.edit', editOf(invitation, { message: 'Hello again' }))
  const edited = (await scene.activities()).filter(({ action }) => action === 'invitation.edited')
  expect(edited).toMatchObject([
    { targetId: invitation.id, before: { message: 'Hello' }, after: { message: 'Hello again' } },
  ])
  const told = await world.db
    .selectFrom('change')
    .select('entity')
    .where('user_id', '=', scene.invitee.id)
    .execute()
  expect(told.map(({ entity }) => entity)).toEqual(['myInvitations', 'myInvitations'])
})

test('what changes nothing is no change', async () => {
  const invitation = await scene.invite()
  const { value } = await scene.admin.client.get('invitations.edit', editOf(invitation))
  expect(value).toEqual(invitation)
  expect((await scene.activities()).map(({ action }) => action)).toEqual(['invitation.sent'])
})

test('a mail that has not left yet says what is offered now', async () => {
  const invitation = await scene.invite({ message: 'Old words' })
  await scene.admin.client.get(
    'invitations.edit',
    editOf(invitation, { role: 'billing', message: 'New words' }),
  )
  const mails = await world.db
    .selectFrom('mail_outbox')
    .select('data')
    .where('invitation_id', '=', invitation.id)
    .execute()
  expect(mails).toMatchObject([{ data: { role: 'billing', message: 'New words', link: expect.any(String) } }])
})

test('an offer that somebody changed meanwhile is answered with how it is now', async () => {
  const invitation = await scene.invite()
  const { value } = await scene.admin.client.get('invitations.edit', editOf(invitation, { message: 'First' }))
  const refused = await scene.admin.client.refused(
    'invitations.edit',
    editOf(invitation, { message: 'Second' }),
  )
  expect(refused).toMatchObject({ status: 412, code: 'stale_version', current: value })
})

test('gives no more than the editor holds, and applications need the permission to assign them', async () => {
  const invitation = await scene.invite()
  const applicationId = await applicationOn()
  const technician = await world.member(scene.accountId, 'technician')
  const inviter = await world.member(scene.accountId, 'custom', {
    permissions: [...rolePermissions.viewer, 'users.invite'],
  })
  expect(
    (await technician.client.refused('invitations.edit', editOf(invitation, { role: 'admin' }))).code,
  ).toBe('forbidden')
  expect(
    await inviter.client.refused('invitations.edit', editOf(invitation, { applicationIds: [applicationId] })),
  ).toMatchObject({ code: 'forbidden', required: 'applications.assign' })
  expect((await scene.listed())[0]).toEqual(invitation)
})

test('names only applications of the account', async () => {
  const invitation = await scene.invite()
  const elsewhere = await applicationOn(await world.account())
  const refused = await scene.admin.client.refused(
    'invitations.edit',
    editOf(invitation, { applicationIds: [elsewhere] }),
  )
  expect(refused.code).toBe('not_on_account')
})

test('the role "custom" offers the permissions that were chosen', async () => {
  const invitation = await scene.invite()
  const { value } = await scene.admin.client.get(
    'invitations.edit',
    editOf(invitation, { role: 'custom', permissions: ['users.view', 'account.view'] }),
  )
  expect(value).toMatchObject({ role: 'custom', permissions: ['account.view', 'users.view'] })
  for (const wrong of [{ role: 'custom' as const }, { role: 'viewer' as const, permissions: [] }]) {
    const refused = await scene.admin.client.refused('invitations.edit', editOf(value, wrong))
    expect(refused).toMatchObject({ code: 'validation', fields: [{ path: 'permissions' }] })
  }
})

test('an invitation lives at most thirty days from when its end was set', async () => {
  const invitation = await scene.invite()
  const refused = await scene.admin.client.refused(
    'invitations.edit',
    editOf(invitation, { expiresInDays: 31 }),
  )
  expect(refused).toMatchObject({ code: 'validation', fields: [{ path: 'expiresInDays' }] })
})

test.each(['revoked', 'declined', 'accepted', 'expired'] as const)(
  'one that is %s stays as it is',
  async (state) => {
    const invitation = await scene.invite()
    await world.db
      .updateTable('invitation')
      .set(state === 'expired' ? { expires_at: world.clock.now() } : { status: state })
      .where('id', '=', invitation.id)
      .execute()
    const refused = await scene.admin.client.refused(
      'invitations.edit',
      editOf(invitation, { message: 'Late' }),
    )
    expect(refused).toMatchObject({ code: 'invitation_not_pending', state })
  },
)

test('one of another account is not found, and a suspended account is not written to', async () => {
  const invitation = await scene.invite()
  const other = await createInvitationScene(world)
  const refused = await other.admin.client.refused('invitations.edit', {
    ...editOf(invitation, { message: 'Mine now' }),
    params: { accountId: other.accountId, invitationId: invitation.id },
  })
  expect(refused.code).toBe('not_found')
  await world.db
    .updateTable('account')
    .set({ status: 'suspended' })
    .where('id', '=', scene.accountId)
    .execute()
  expect(
    (await scene.admin.client.refused('invitations.edit', editOf(invitation, { message: 'x' }))).code,
  ).toBe('account_read_only')
})
