import type { AccountId, ApplicationId } from '@gatehouse/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createInvitationScene, type InvitationScene } from '../../testing/invitations.ts'
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

describe('accepting', () => {
  let applicationId: ApplicationId
  beforeEach(async () => {
    applicationId = await world.application()
    await world.assign(accountId, applicationId)
  })

  test('makes a member with the role, its permissions and the applications named', async () => {
    await scene.invite({ role: 'technician', applicationIds: [applicationId] })
    const { value } = await invitee.client.get('invitations.accept', {
      body: { token: await scene.mailedToken() },
    })
    expect(value.accountId).toBe(accountId)
    const entry = await invitee.client.get('accounts.get', { params: scene.params })
    expect(entry.access).toMatchObject({ role: 'technician', membershipId: value.membershipId })
    const access = await admin.client.get('memberships.access', {
      params: { accountId, membershipId: value.membershipId },
    })
    expect(access.items).toEqual([{ applicationId, sources: ['grant'] }])
    const { items } = await admin.client.get('activity.list', { params: scene.params, query: {} })
    expect(items.map(({ action }) => action).toSorted()).toEqual([
      'invitation.accepted',
      'invitation.sent',
      'membership.added',
    ])
  })

  test('leaves in writing which permissions were offered and given', async () => {
    const permissions = ['account.view', 'services.view'] as const
    await scene.invite({ role: 'custom', permissions: [...permissions] })
    await invitee.client.get('invitations.accept', { body: { token: await scene.mailedToken() } })
    const items = await scene.activities()
    for (const action of ['invitation.sent', 'membership.added']) {
      expect(items.find((item) => item.action === action)?.after).toMatchObject({
        role: 'custom',
        permissions,
      })
    }
  })

  test('makes a temporary member where the invitation says so, and the invitation never outlives that', async () => {
    const end = (days: number) => new Date(world.clock.now().getTime() + days * dayMs).toISOString()
    const membershipEndsAt = end(3)
    const invitation = await scene.invite({ membershipEndsAt, expiresInDays: 20 })
    expect(invitation).toMatchObject({ membershipEndsAt, expiresAt: membershipEndsAt })
    const body = { token: await scene.mailedToken() }
    expect(await world.anonymous.get('invitations.preview', { body })).toMatchObject({ membershipEndsAt })
    const { value } = await invitee.client.get('invitations.accept', { body })
    const { items } = await admin.client.get('memberships.list', { params: scene.params, query: {} })
    expect(items.find(({ id }) => id === value.membershipId)?.endsAt).toBe(membershipEndsAt)
    const added = (await scene.activities()).find(({ action }) => action === 'membership.added')
    expect(added?.after).toMatchObject({ endsAt: membershipEndsAt })
  })

  test('into a time that is over can not be offered, and an edit moves it', async () => {
    const past = new Date(world.clock.now().getTime() - 1).toISOString()
    const offer = { email: 'late@example.com', role: 'viewer' as const, membershipEndsAt: past }
    const refused = await admin.client.refused('invitations.create', {
      params: scene.params,
      body: { ...offer, invitationId: (await scene.invite()).id },
    })
    expect(refused).toMatchObject({ code: 'validation', fields: [{ path: 'membershipEndsAt' }] })
    const [invitation] = await scene.listed()
    if (!invitation) throw new Error('nobody was invited')
    const later = new Date(world.clock.now().getTime() + 2 * dayMs).toISOString()
    const edit = (membershipEndsAt: string | null, baseVersion: number) => ({
      ...scene.target(invitation),
      body: { baseVersion, role: 'viewer' as const, applicationIds: [], message: '', membershipEndsAt },
    })
    const edited = await admin.client.get('invitations.edit', edit(later, invitation.version))
    expect(edited.value).toMatchObject({ membershipEndsAt: later, expiresAt: later })
    const lasting = await admin.client.get('invitations.edit', edit(null, edited.value.version))
    expect(lasting.value).toMatchObject({ membershipEndsAt: null, expiresAt: later })
  })

  test('does not bring back an application that the account lost meanwhile', async () => {
    await scene.invite({ applicationIds: [applicationId] })
    await admin.client.get('applications.unassign', { params: { accountId, applicationId } })
    const { value } = await invitee.client.get('invitations.accept', {
      body: { token: await scene.mailedToken() },
    })
    const access = await admin.client.get('memberships.access', {
      params: { accountId, membershipId: value.membershipId },
    })
    expect(access.items).toEqual([])
  })

  test('twice lands in the same membership, by link and by id', async () => {
    const invitation = await scene.invite()
    const token = await scene.mailedToken()
    const first = await invitee.client.get('invitations.accept', { body: { token } })
    const again = await invitee.client.get('invitations.accept', { body: { token } })
    const byId = await invitee.client.get('me.invitations.accept', {
      params: { invitationId: invitation.id },
      body: {},
    })
    expect([again.value, byId.value]).toEqual([first.value, first.value])
  })

  test('by ten requests at once makes one member', async () => {
    await scene.invite()
    const token = await scene.mailedToken()
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => invitee.client.get('invitations.accept', { body: { token } })),
    )
    expect(new Set(answers.map(({ value }) => value.membershipId)).size).toBe(1)
    const { items } = await admin.client.get('activity.list', { params: scene.params, query: {} })
    expect(items.filter(({ action }) => action === 'membership.added')).toHaveLength(1)
  })

  test('with another address is refused, names the invited one masked, and consumes nothing', async () => {
    const invitation = await scene.invite()
    const stranger = await world.user()
    const token = await scene.mailedToken()
    const refused = await stranger.client.refused('invitations.accept', { body: { token } })
    expect(refused).toMatchObject({ code: 'invitation_mismatch', invitedEmail: 'p•••@example.com' })
    expect(refused.detail).toContain(stranger.email)
    expect(JSON.stringify(refused)).not.toContain(invitee.email)
    expect((await scene.listed())[0]?.status).toBe('pending')
    const byId = { params: { invitationId: invitation.id }, body: {} }
    expect((await stranger.client.refused('me.invitations.accept', byId)).code).toBe('not_found')
  })

  test('for any address works with another address, but not with an unverified one', async () => {
    await scene.invite({ anyAddress: true })
    const token = await scene.mailedToken()
    const unverified = await world.user({ isVerified: false })
    expect((await unverified.client.refused('invitations.accept', { body: { token } })).code).toBe(
      'email_not_verified',
    )
    const stranger = await world.user()
    await stranger.client.get('invitations.accept', { body: { token } })
    expect(await invitee.client.refused('invitations.accept', { body: { token } })).toMatchObject({
      code: 'invitation_not_pending',
      state: 'accepted',
    })
  })

  test('into a suspended account is refused and leaves the invitation pending', async () => {
    await scene.invite()
    await world.db.updateTable('account').set({ status: 'suspended' }).where('id', '=', accountId).execute()
    const token = await scene.mailedToken()
    expect((await invitee.client.refused('invitations.accept', { body: { token } })).code).toBe(
      'account_read_only',
    )
    await world.db.updateTable('account').set({ status: 'active' }).where('id', '=', accountId).execute()
    await invitee.client.get('invitations.accept', { body: { token } })
  })

  test('too late is refused', async () => {
    await scene.invite({ expiresInDays: 1 })
    world.clock.advance(dayMs)
    expect(
      await invitee.client.refused('invitations.accept', { body: { token: await scene.mailedToken() } }),
    ).toMatchObject({ code: 'invitation_not_pending', state: 'expired' })
  })

  test('begins a membership anew that had ended', async () => {
    const ended = await world.member(accountId, 'viewer', { person: invitee, endsAt: new Date('2026-01-01') })
    await scene.invite({ role: 'billing' })
    const { value } = await invitee.client.get('invitations.accept', {
      body: { token: await scene.mailedToken() },
    })
    expect(value.membershipId).toBe(ended.membershipId)
    // Nobody had tidied up: that the earlier time is over is written down now, as it would have been.
    const endings = (await scene.activities()).filter(({ action }) => action === 'membership.ended')
    expect(endings).toMatchObject([
      { actorId: null, mutationId: null, before: { role: 'viewer', endsAt: '2026-01-01T00:00:00.000Z' } },
    ])
    expect((await invitee.client.get('accounts.get', { params: scene.params })).access.role).toBe('billing')
  })

  test.each(['active', 'suspended'] as const)(
    'is refused to somebody with an %s membership, and stays open for whoever it is meant for',
    async (status) => {
      const already = await world.member(accountId, 'viewer', { status })
      await scene.invite({ anyAddress: true, role: 'admin' })
      const body = { token: await scene.mailedToken() }
      const refused = await already.client.refused('invitations.accept', { body })
      expect(refused).toMatchObject({ code: 'already_member', detail: expect.stringContaining('Account') })
      expect((await scene.listed())[0]?.status).toBe('pending')
      const entry = await already.client.get('accounts.get', { params: scene.params })
      expect(entry.access).toMatchObject({ role: 'viewer', membershipStatus: status })
      await invitee.client.get('invitations.accept', { body })
    },
  )

  test.each([
    ['ended', { ends_at: new Date('2026-03-02T08:00:00Z') }],
    ['was removed', null],
  ] as const)('again, after the membership %s, is refused and brings nothing back', async (_how, change) => {
    const invitation = await scene.invite()
    const body = { token: await scene.mailedToken() }
    const { value } = await invitee.client.get('invitations.accept', { body })
    if (change) {
      await world.db.updateTable('membership').set(change).where('id', '=', value.membershipId).execute()
    } else {
      await world.db.deleteFrom('membership').where('id', '=', value.membershipId).execute()
    }
    for (const refused of [
      await invitee.client.refused('invitations.accept', { body }),
      await invitee.client.refused('me.invitations.accept', {
        params: { invitationId: invitation.id },
        body: {},
      }),
    ]) {
      expect(refused).toMatchObject({ code: 'invitation_not_pending', state: 'accepted' })
    }
    expect((await invitee.client.refused('accounts.get', { params: scene.params })).code).toBe('not_found')
  })

  test('a membership begun anew has what the invitation names, and nothing of what it had before', async () => {
    const old = await world.application()
    const named = await world.application()
    for (const id of [old, named]) await world.assign(accountId, id)
    const ended = await world.member(accountId, 'viewer', { person: invitee, endsAt: new Date('2026-01-01') })
    await world.grant(accountId, ended.membershipId, old)
    await scene.invite({ applicationIds: [named] })
    await invitee.client.get('invitations.accept', { body: { token: await scene.mailedToken() } })
    const { membershipId } = ended
    const { items } = await admin.client.get('memberships.access', { params: { accountId, membershipId } })
    expect(items.map(({ applicationId }) => applicationId)).toEqual([named])
    const told = await world.db
      .selectFrom('change')
      .select('op')
      .where('entity', '=', 'grant')
      .where('account_id', '=', accountId)
      .where(sql<boolean>`key->>'applicationId' = ${old}`)
      .execute()
    expect(told).toEqual([{ op: 'delete' }])
  })

  test('a code that no invitation has says what to do', async () => {
    const token = 'A'.repeat(43)
    for (const refused of [
      await world.anonymous.refused('invitations.preview', { body: { token } }),
      await invitee.client.refused('invitations.accept', { body: { token } }),
      await invitee.client.refused('invitations.decline', { body: { token } }),
    ]) {
      expect(refused).toMatchObject({ code: 'not_found', detail: expect.stringContaining('ask whoever') })
    }
    const refused = await world.anonymous.refused('invitations.preview', { body: { token: 'short' } })
    expect(refused).toMatchObject({ code: 'validation', fields: [{ path: 'token' }] })
  })
})

describe("one's own invitations", () => {
  test('are listed by verified address and pending only', async () => {
    const invitation = await scene.invite()
    const mine = await invitee.client.get('me.invitations', {})
    expect(mine.items.map(({ invitationId }) => invitationId)).toEqual([invitation.id])
    await world.db
      .updateTable('app_user')
      .set({ email_verified_at: null })
      .where('id', '=', invitee.id)
      .execute()
    expect((await invitee.client.get('me.invitations', {})).items).toEqual([])
  })

  test('can be declined once', async () => {
    const invitation = await scene.invite()
    const answer = { params: { invitationId: invitation.id }, body: {} }
    await invitee.client.get('me.invitations.decline', answer)
    expect((await scene.listed())[0]?.status).toBe('declined')
    expect((await invitee.client.refused('me.invitations.decline', answer)).state).toBe('declined')
    expect((await invitee.client.get('me.invitations', {})).items).toEqual([])
  })
})
