import { type AccountId, rolePermissions } from '@gatehouse/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  createInvitationScene,
  type InvitationScene,
  liveTokens,
  queuedMails,
  tokenOf,
} from '../../testing/invitations.ts'
import { createWorld, type Member, type Person, type World } from '../../testing/world.ts'

const dayMs = 86_400_000

let world: World
let accountId: AccountId
let admin: Member
let invitee: Person
let scene: InvitationScene

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  scene = await createInvitationScene(world)
  ;({ accountId, admin, invitee } = scene)
})

describe('inviting', () => {
  test('queues a mail with a link that only its hash is kept of', async () => {
    const invitation = await scene.invite({ role: 'technician', message: 'Welcome' })
    expect(invitation).toMatchObject({
      status: 'pending',
      email: invitee.email,
      expiresAt: new Date(world.clock.now().getTime() + 7 * dayMs).toISOString(),
    })
    const token = await scene.mailedToken()
    expect(token).toMatch(/^[\w-]{43}$/)
    const rows = await world.db.selectFrom('invitation_token').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(token)
    const preview = await world.anonymous.get('invitations.preview', { body: { token } })
    expect(preview).toMatchObject({
      invitationId: invitation.id,
      accountId,
      role: 'technician',
      message: 'Welcome',
      status: 'pending',
      hasLogin: true,
      invitedByName: admin.name,
    })
  })

  test('tells only a reader of the invited mailbox whether it has a login', async () => {
    const hasLogin = async (token: string) =>
      (await world.anonymous.get('invitations.preview', { body: { token } })).hasLogin
    for (const [email, is] of [
      [invitee.email, true],
      [`nobody-${invitee.email}`, false],
    ] as const) {
      const invitation = await scene.invite({ email })
      expect(await hasLogin(await scene.mailedToken(email))).toBe(is)
      const { value } = await admin.client.get('invitations.link', scene.target(invitation))
      expect(await hasLogin(tokenOf(value.url))).toBeNull()
      await admin.client.get('invitations.revoke', scene.target(invitation))
      await scene.invite({ email, anyAddress: true })
      expect(await hasLogin(await scene.mailedToken(email))).toBeNull()
    }
  })

  test('needs the permission, and nobody gives what they do not hold', async () => {
    const viewer = await world.member(accountId, 'viewer')
    expect(await scene.inviteRefused({}, viewer)).toMatchObject({
      code: 'forbidden',
      required: 'users.invite',
    })
    const technician = await world.member(accountId, 'technician')
    const refused = await scene.inviteRefused({ role: 'admin' }, technician)
    expect(refused).toMatchObject({ code: 'forbidden' })
    expect(refused.held).not.toContain(refused.required)
    expect(await scene.listed()).toEqual([])
  })

  test('with the role "custom" offers the permissions that were chosen, and with another none beside its own', async () => {
    const permissions = ['users.view', 'account.view', 'invoices.view_pay']
    for (const wrong of [
      { role: 'custom' },
      { role: 'custom', permissions: [] },
      { role: 'viewer', permissions },
    ]) {
      expect(await scene.inviteRefused(wrong)).toMatchObject({
        code: 'validation',
        fields: [{ path: 'permissions' }],
      })
    }
    const weak = await world.member(accountId, 'custom', { permissions: ['users.invite', 'users.view'] })
    expect(await scene.inviteRefused({ role: 'custom', permissions }, weak)).toMatchObject({
      code: 'forbidden',
      required: 'account.view',
    })
    const invitation = await scene.invite({ role: 'custom', permissions })
    expect(invitation.permissions).toEqual(['account.view', 'users.view', 'invoices.view_pay'])
    await invitee.client.get('me.invitations.accept', { params: { invitationId: invitation.id }, body: {} })
    const { access } = await invitee.client.get('accounts.get', { params: { accountId } })
    expect(access).toMatchObject({ role: 'custom', permissions: invitation.permissions })
  })

  test('with applications needs the permission to assign them and the applications on the account', async () => {
    const applicationId = await world.application()
    expect((await scene.inviteRefused({ applicationIds: [applicationId] })).code).toBe('not_on_account')
    await world.assign(accountId, applicationId)
    const inviter = await world.member(accountId, 'viewer', {
      permissions: ['users.invite', 'account.view', 'applications.view', 'applications.open', 'users.view'],
    })
    expect(await scene.inviteRefused({ applicationIds: [applicationId] }, inviter)).toMatchObject({
      code: 'forbidden',
      required: 'applications.assign',
    })
    expect((await scene.invite({ applicationIds: [applicationId] })).applicationIds).toEqual([applicationId])
  })

  test('a member, or an address with a pending invitation, is refused whatever its case', async () => {
    expect((await scene.inviteRefused({ email: admin.email.toUpperCase() })).code).toBe('already_member')
    await scene.invite()
    expect((await scene.inviteRefused({ email: invitee.email.toUpperCase() })).code).toBe('already_invited')
  })

  test('an invitation whose time is up makes way for a new one', async () => {
    const old = await scene.invite({ expiresInDays: 1 })
    world.clock.advance(2 * dayMs)
    const fresh = await scene.invite()
    expect((await scene.listed()).map(({ id, status }) => [id, status])).toEqual([
      [fresh.id, 'pending'],
      [old.id, 'expired'],
    ])
  })

  test('under an id that another invitation has is refused', async () => {
    const first = await scene.invite()
    const refused = await scene.inviteRefused({ invitationId: first.id, email: 'somebody@example.com' })
    expect(refused).toMatchObject({ code: 'validation', fields: [{ path: 'invitationId' }] })
  })

  test('a text that no database can keep is refused', async () => {
    expect(await scene.inviteRefused({ message: 'a\u0000b' })).toMatchObject({
      status: 400,
      code: 'validation',
    })
  })

  test('lives from one day to thirty, and seven where it is not said', async () => {
    expect((await scene.inviteRefused({ expiresInDays: 0 })).fields).toMatchObject([
      { path: 'expiresInDays' },
    ])
    expect((await scene.inviteRefused({ expiresInDays: 31 })).fields).toMatchObject([
      { path: 'expiresInDays' },
    ])
    const { expiresAt } = await scene.invite({ expiresInDays: 30 })
    expect(Date.parse(expiresAt)).toBe(world.clock.now().getTime() + 30 * dayMs)
  })

  test('an address that is none is refused by field', async () => {
    const refused = await scene.inviteRefused({ email: 'ana.ruiz@' })
    expect(refused).toMatchObject({ code: 'validation', fields: [{ path: 'email' }] })
  })
})

describe('sending again, revoking and handing over', () => {
  test('sending again gives a new week and kills the link before', async () => {
    const invitation = await scene.invite()
    const old = await scene.mailedToken()
    world.clock.advance(dayMs)
    const again = await admin.client.get('invitations.resend', scene.target(invitation))
    expect(again.value.expiresAt).toBe(new Date(world.clock.now().getTime() + 7 * dayMs).toISOString())
    const token = await scene.mailedToken()
    expect(token).not.toBe(old)
    expect(await world.anonymous.refused('invitations.preview', { body: { token: old } })).toMatchObject({
      code: 'invitation_not_pending',
      state: 'replaced',
      detail: expect.stringMatching(/^A newer link to Account \d+ was sent/),
    })
    expect(await invitee.client.refused('invitations.accept', { body: { token: old } })).toMatchObject({
      state: 'replaced',
    })
    expect((await world.anonymous.get('invitations.preview', { body: { token } })).status).toBe('pending')
  })

  test('an expired invitation can be sent again, an answered one not', async () => {
    const invitation = await scene.invite()
    world.clock.advance(8 * dayMs)
    const expired = await world.anonymous.get('invitations.preview', {
      body: { token: await scene.mailedToken() },
    })
    expect(expired.status).toBe('expired')
    const again = await admin.client.get('invitations.resend', scene.target(invitation))
    expect(again.value.status).toBe('pending')
    await invitee.client.get('invitations.decline', { body: { token: await scene.mailedToken() } })
    expect(await admin.client.refused('invitations.resend', scene.target(invitation))).toMatchObject({
      code: 'invitation_not_pending',
      state: 'declined',
    })
  })

  test('sending again gives no more than the sender holds, and neither does a copied link', async () => {
    const invitation = await scene.invite({ role: 'admin', anyAddress: true })
    const technician = await world.member(accountId, 'technician')
    for (const name of ['invitations.resend', 'invitations.link'] as const) {
      expect((await technician.client.refused(name, scene.target(invitation))).code).toBe('forbidden')
    }
  })

  test('sending again and copying a link that names applications need the permission to assign them', async () => {
    const applicationId = await world.application()
    await world.assign(accountId, applicationId)
    const invitation = await scene.invite({ applicationIds: [applicationId] })
    const inviter = await world.member(accountId, 'custom', {
      permissions: [...rolePermissions.viewer, 'users.invite'],
    })
    for (const name of ['invitations.resend', 'invitations.link'] as const) {
      expect(await inviter.client.refused(name, scene.target(invitation))).toMatchObject({
        code: 'forbidden',
        required: 'applications.assign',
      })
    }
  })

  test('a revoked invitation says so to whoever holds its link', async () => {
    const invitation = await scene.invite()
    const token = await scene.mailedToken()
    const revoked = await admin.client.get('invitations.revoke', scene.target(invitation))
    expect(revoked.value).toMatchObject({ status: 'revoked', version: 2 })
    expect((await world.anonymous.get('invitations.preview', { body: { token } })).status).toBe('revoked')
    expect(await invitee.client.refused('invitations.accept', { body: { token } })).toMatchObject({
      code: 'invitation_not_pending',
      state: 'revoked',
    })
    expect((await admin.client.refused('invitations.revoke', scene.target(invitation))).state).toBe('revoked')
  })

  test.each(['revoked', 'declined', 'accepted', 'sent again'])(
    'one that is %s leaves no link alive and no mail of it to leave, but for the new ones',
    async (how) => {
      const invitation = await scene.invite()
      await admin.client.get('invitations.link', scene.target(invitation))
      const body = { token: await scene.mailedToken() }
      if (how === 'revoked') await admin.client.get('invitations.revoke', scene.target(invitation))
      if (how === 'declined') await invitee.client.get('invitations.decline', { body })
      if (how === 'accepted') await invitee.client.get('invitations.accept', { body })
      if (how === 'sent again') await admin.client.get('invitations.resend', scene.target(invitation))
      const left = how === 'sent again' ? 1 : 0
      expect(await liveTokens(world, invitation.id)).toBe(left)
      expect(await queuedMails(world, invitation.id)).toBe(left)
    },
  )

  test('a copied link works beside the mailed one, and is not kept anywhere', async () => {
    const invitation = await scene.invite()
    const { value } = await admin.client.get('invitations.link', scene.target(invitation))
    const tokens = [tokenOf(value.url), await scene.mailedToken()]
    for (const token of tokens) {
      expect((await world.anonymous.get('invitations.preview', { body: { token } })).status).toBe('pending')
    }
    const stored = await world.db.selectFrom('idempotency_key').select('answer').execute()
    expect(JSON.stringify(stored)).not.toContain(tokens[0])
  })

  test('a link asked for twice by one mutation works both times and is one action', async () => {
    const invitation = await scene.invite()
    const key = world.id<string>()
    const first = await admin.client.get('invitations.link', scene.target(invitation), { key })
    const second = await admin.client.get('invitations.link', scene.target(invitation), { key })
    expect(second.transaction).toBe(first.transaction)
    for (const { value } of [first, second]) {
      const preview = await world.anonymous.get('invitations.preview', {
        body: { token: tokenOf(value.url) },
      })
      expect(preview.status).toBe('pending')
    }
    const { items } = await admin.client.get('activity.list', { params: scene.params, query: {} })
    expect(items.filter(({ action }) => action === 'invitation.link_copied')).toHaveLength(1)
  })

  test('an invitation of another account is not found', async () => {
    const other = await world.account()
    const stranger = await world.member(other, 'owner')
    const invitation = await scene.invite()
    const refused = await stranger.client.refused('invitations.revoke', {
      params: { accountId: other, invitationId: invitation.id },
      body: {},
    })
    expect(refused.code).toBe('not_found')
  })
})
