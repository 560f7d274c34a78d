import { type AccountId, type ApplicationId, type Invitation, rolePermissions } from '@gatehouse/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createWorld, inviteBody, type Member, type Person, type World } from '../testing/world.ts'

const dayMs = 86_400_000

let world: World
let accountId: AccountId
let admin: Member
let invitee: Person

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  accountId = await world.account()
  admin = await world.member(accountId, 'admin')
  invitee = await world.user()
})

type Overrides = Parameters<typeof inviteBody>[1]

const params = () => ({ accountId })
const invite = async (overrides: Overrides = {}): Promise<Invitation> => {
  const body = inviteBody(world, { email: invitee.email, ...overrides })
  return (await admin.client.get('invitations.create', { params: params(), body })).value
}
const inviteRefused = (overrides: Overrides = {}, by: Member = admin) =>
  by.client.refused('invitations.create', {
    params: params(),
    body: inviteBody(world, { email: invitee.email, ...overrides }),
  })
const target = ({ id }: Invitation) => ({ params: { accountId, invitationId: id }, body: {} })
const tokenOf = (link: string) => link.slice(link.lastIndexOf('/') + 1)

/** The token of the newest mail to an address. */
async function mailedToken(email: string = invitee.email): Promise<string> {
  const { data } = await world.db
    .selectFrom('mail_outbox')
    .select('data')
    .where('recipient', '=', email)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  return tokenOf(String(data.link))
}
const listed = async () => (await admin.client.get('invitations.list', { params: params(), query: {} })).items

describe('inviting', () => {
  test('queues a mail with a link that only its hash is kept of', async () => {
    const invitation = await invite({ role: 'technician', message: 'Welcome' })
    expect(invitation).toMatchObject({
      status: 'pending',
      email: invitee.email,
      expiresAt: new Date(world.clock.now().getTime() + 7 * dayMs).toISOString(),
    })
    const token = await mailedToken()
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

  test('needs the permission, and nobody gives what they do not hold', async () => {
    const viewer = await world.member(accountId, 'viewer')
    expect(await inviteRefused({}, viewer)).toMatchObject({ code: 'forbidden', required: 'users.invite' })
    const technician = await world.member(accountId, 'technician')
    const refused = await inviteRefused({ role: 'admin' }, technician)
    expect(refused).toMatchObject({ code: 'forbidden' })
    expect(refused.held).not.toContain(refused.required)
    expect(await listed()).toEqual([])
  })

  test('with applications needs the permission to assign them and the applications on the account', async () => {
    const applicationId = await world.application()
    expect((await inviteRefused({ applicationIds: [applicationId] })).code).toBe('not_on_account')
    await world.assign(accountId, applicationId)
    const inviter = await world.member(accountId, 'viewer', {
      permissions: ['users.invite', 'account.view', 'applications.view', 'applications.open', 'users.view'],
    })
    expect(await inviteRefused({ applicationIds: [applicationId] }, inviter)).toMatchObject({
      code: 'forbidden',
      required: 'applications.assign',
    })
    expect((await invite({ applicationIds: [applicationId] })).applicationIds).toEqual([applicationId])
  })

  test('a member, or an address with a pending invitation, is refused whatever its case', async () => {
    expect((await inviteRefused({ email: admin.email.toUpperCase() })).code).toBe('already_member')
    await invite()
    expect((await inviteRefused({ email: invitee.email.toUpperCase() })).code).toBe('already_invited')
  })

  test('an invitation whose time is up makes way for a new one', async () => {
    const old = await invite({ expiresInDays: 1 })
    world.clock.advance(2 * dayMs)
    const fresh = await invite()
    expect((await listed()).map(({ id, status }) => [id, status])).toEqual([
      [fresh.id, 'pending'],
      [old.id, 'expired'],
    ])
  })

  test('under an id that another invitation has is refused', async () => {
    const first = await invite()
    const refused = await inviteRefused({ invitationId: first.id, email: 'somebody@example.com' })
    expect(refused).toMatchObject({ code: 'validation', fields: [{ path: 'invitationId' }] })
  })

  test('a text that no database can keep is refused', async () => {
    expect(await inviteRefused({ message: 'a\u0000b' })).toMatchObject({ status: 400, code: 'validation' })
  })

  test('an address that is none is refused by field', async () => {
    const refused = await inviteRefused({ email: 'ana.ruiz@' })
    expect(refused).toMatchObject({ code: 'validation', fields: [{ path: 'email' }] })
  })
})

describe('sending again, revoking and handing over', () => {
  test('sending again gives a new week and kills the link before', async () => {
    const invitation = await invite()
    const old = await mailedToken()
    world.clock.advance(dayMs)
    const again = await admin.client.get('invitations.resend', target(invitation))
    expect(again.value.expiresAt).toBe(new Date(world.clock.now().getTime() + 7 * dayMs).toISOString())
    const token = await mailedToken()
    expect(token).not.toBe(old)
    expect(await world.anonymous.refused('invitations.preview', { body: { token: old } })).toMatchObject({
      code: 'invitation_not_pending',
      state: 'replaced',
    })
    expect(await invitee.client.refused('invitations.accept', { body: { token: old } })).toMatchObject({
      state: 'replaced',
    })
    expect((await world.anonymous.get('invitations.preview', { body: { token } })).status).toBe('pending')
  })

  test('an expired invitation can be sent again, an answered one not', async () => {
    const invitation = await invite()
    world.clock.advance(8 * dayMs)
    const expired = await world.anonymous.get('invitations.preview', { body: { token: await mailedToken() } })
    expect(expired.status).toBe('expired')
    const again = await admin.client.get('invitations.resend', target(invitation))
    expect(again.value.status).toBe('pending')
    await invitee.client.get('invitations.decline', { body: { token: await mailedToken() } })
    expect(await admin.client.refused('invitations.resend', target(invitation))).toMatchObject({
      code: 'invitation_not_pending',
      state: 'declined',
    })
  })

  test('sending again gives no more than the sender holds, and neither does a copied link', async () => {
    const invitation = await invite({ role: 'admin', anyAddress: true })
    const technician = await world.member(accountId, 'technician')
    for (const name of ['invitations.resend', 'invitations.link'] as const) {
      expect((await technician.client.refused(name, target(invitation))).code).toBe('forbidden')
    }
  })

  test('sending again and copying a link that names applications need the permission to assign them', async () => {
    const applicationId = await world.application()
    await world.assign(accountId, applicationId)
    const invitation = await invite({ applicationIds: [applicationId] })
    const inviter = await world.member(accountId, 'custom', {
      permissions: [...rolePermissions.viewer, 'users.invite'],
    })
    for (const name of ['invitations.resend', 'invitations.link'] as const) {
      expect(await inviter.client.refused(name, target(invitation))).toMatchObject({
        code: 'forbidden',
        required: 'applications.assign',
      })
    }
  })

  test('a revoked invitation says so to whoever holds its link', async () => {
    const invitation = await invite()
    const token = await mailedToken()
    const revoked = await admin.client.get('invitations.revoke', target(invitation))
    expect(revoked.value).toMatchObject({ status: 'revoked', version: 2 })
    expect((await world.anonymous.get('invitations.preview', { body: { token } })).status).toBe('revoked')
    expect(await invitee.client.refused('invitations.accept', { body: { token } })).toMatchObject({
      code: 'invitation_not_pending',
      state: 'revoked',
    })
    expect((await admin.client.refused('invitations.revoke', target(invitation))).state).toBe('revoked')
  })

  test('a copied link works beside the mailed one, and is not kept anywhere', async () => {
    const invitation = await invite()
    const { value } = await admin.client.get('invitations.link', target(invitation))
    const tokens = [tokenOf(value.url), await mailedToken()]
    for (const token of tokens) {
      expect((await world.anonymous.get('invitations.preview', { body: { token } })).status).toBe('pending')
    }
    const stored = await world.db.selectFrom('idempotency_key').select('answer').execute()
    expect(JSON.stringify(stored)).not.toContain(tokens[0])
  })

  test('a link asked for twice by one mutation works both times and is one action', async () => {
    const invitation = await invite()
    const key = world.id<string>()
    const first = await admin.client.get('invitations.link', target(invitation), { key })
    const second = await admin.client.get('invitations.link', target(invitation), { key })
    expect(second.transaction).toBe(first.transaction)
    for (const { value } of [first, second]) {
      const preview = await world.anonymous.get('invitations.preview', {
        body: { token: tokenOf(value.url) },
      })
      expect(preview.status).toBe('pending')
    }
    const { items } = await admin.client.get('activity.list', { params: params(), query: {} })
    expect(items.filter(({ action }) => action === 'invitation.link_copied')).toHaveLength(1)
  })

  test('an invitation of another account is not found', async () => {
    const other = await world.account()
    const stranger = await world.member(other, 'owner')
    const invitation = await invite()
    const refused = await stranger.client.refused('invitations.revoke', {
      params: { accountId: other, invitationId: invitation.id },
      body: {},
    })
    expect(refused.code).toBe('not_found')
  })
})

describe('accepting', () => {
  let applicationId: ApplicationId
  beforeEach(async () => {
    applicationId = await world.application()
    await world.assign(accountId, applicationId)
  })

  test('makes a member with the role, its permissions and the applications named', async () => {
    await invite({ role: 'technician', applicationIds: [applicationId] })
    const { value } = await invitee.client.get('invitations.accept', { body: { token: await mailedToken() } })
    expect(value.accountId).toBe(accountId)
    const entry = await invitee.client.get('accounts.get', { params: params() })
    expect(entry.access).toMatchObject({ role: 'technician', membershipId: value.membershipId })
    const access = await admin.client.get('memberships.access', {
      params: { accountId, membershipId: value.membershipId },
    })
    expect(access.items).toEqual([{ applicationId, sources: ['grant'] }])
    const { items } = await admin.client.get('activity.list', { params: params(), query: {} })
    expect(items.map(({ action }) => action).toSorted()).toEqual([
      'invitation.accepted',
      'invitation.sent',
      'membership.added',
    ])
  })

  test('does not bring back an application that the account lost meanwhile', async () => {
    await invite({ applicationIds: [applicationId] })
    await admin.client.get('applications.unassign', { params: { accountId, applicationId } })
    const { value } = await invitee.client.get('invitations.accept', { body: { token: await mailedToken() } })
    const access = await admin.client.get('memberships.access', {
      params: { accountId, membershipId: value.membershipId },
    })
    expect(access.items).toEqual([])
  })

  test('twice lands in the same membership, by link and by id', async () => {
    const invitation = await invite()
    const token = await mailedToken()
    const first = await invitee.client.get('invitations.accept', { body: { token } })
    const again = await invitee.client.get('invitations.accept', { body: { token } })
    const byId = await invitee.client.get('me.invitations.accept', {
      params: { invitationId: invitation.id },
      body: {},
    })
    expect([again.value, byId.value]).toEqual([first.value, first.value])
  })

  test('by ten requests at once makes one member', async () => {
    await invite()
    const token = await mailedToken()
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => invitee.client.get('invitations.accept', { body: { token } })),
    )
    expect(new Set(answers.map(({ value }) => value.membershipId)).size).toBe(1)
    const { items } = await admin.client.get('activity.list', { params: params(), query: {} })
    expect(items.filter(({ action }) => action === 'membership.added')).toHaveLength(1)
  })

  test('with another address is refused, names the invited one masked, and consumes nothing', async () => {
    const invitation = await invite()
    const stranger = await world.user()
    const token = await mailedToken()
    const refused = await stranger.client.refused('invitations.accept', { body: { token } })
    expect(refused).toMatchObject({ code: 'invitation_mismatch', invitedEmail: 'p•••@example.com' })
    expect(JSON.stringify(refused)).not.toContain(invitee.email)
    expect((await listed())[0]?.status).toBe('pending')
    const byId = { params: { invitationId: invitation.id }, body: {} }
    expect((await stranger.client.refused('me.invitations.accept', byId)).code).toBe('not_found')
  })

  test('for any address works with another address, but not with an unverified one', async () => {
    await invite({ anyAddress: true })
    const token = await mailedToken()
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
    await invite()
    await world.db.updateTable('account').set({ status: 'suspended' }).where('id', '=', accountId).execute()
    const token = await mailedToken()
    expect((await invitee.client.refused('invitations.accept', { body: { token } })).code).toBe(
      'account_read_only',
    )
    await world.db.updateTable('account').set({ status: 'active' }).where('id', '=', accountId).execute()
    await invitee.client.get('invitations.accept', { body: { token } })
  })

  test('too late is refused', async () => {
    await invite({ expiresInDays: 1 })
    world.clock.advance(dayMs)
    expect(
      await invitee.client.refused('invitations.accept', { body: { token: await mailedToken() } }),
    ).toMatchObject({ code: 'invitation_not_pending', state: 'expired' })
  })

  test('begins a membership anew that had ended', async () => {
    const ended = await world.member(accountId, 'viewer', { person: invitee, endsAt: new Date('2026-01-01') })
    await invite({ role: 'billing' })
    const { value } = await invitee.client.get('invitations.accept', { body: { token: await mailedToken() } })
    expect(value.membershipId).toBe(ended.membershipId)
    expect((await invitee.client.get('accounts.get', { params: params() })).access.role).toBe('billing')
  })

  test.each(['active', 'suspended'] as const)(
    'is refused to somebody with an %s membership, and stays open for whoever it is meant for',
    async (status) => {
      const already = await world.member(accountId, 'viewer', { status })
      await invite({ anyAddress: true, role: 'admin' })
      const body = { token: await mailedToken() }
      const refused = await already.client.refused('invitations.accept', { body })
      expect(refused).toMatchObject({ code: 'already_member', detail: expect.stringContaining('Account') })
      expect((await listed())[0]?.status).toBe('pending')
      const entry = await already.client.get('accounts.get', { params: params() })
      expect(entry.access).toMatchObject({ role: 'viewer', membershipStatus: status })
      await invitee.client.get('invitations.accept', { body })
    },
  )

  test.each([
    ['ended', { ends_at: new Date('2026-03-02T08:00:00Z') }],
    ['was removed', null],
  ] as const)('again, after the membership %s, is refused and brings nothing back', async (_how, change) => {
    const invitation = await invite()
    const body = { token: await mailedToken() }
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
    expect((await invitee.client.refused('accounts.get', { params: params() })).code).toBe('not_found')
  })

  test('a membership begun anew has what the invitation names, and nothing of what it had before', async () => {
    const old = await world.application()
    const named = await world.application()
    for (const id of [old, named]) await world.assign(accountId, id)
    const ended = await world.member(accountId, 'viewer', { person: invitee, endsAt: new Date('2026-01-01') })
    await world.grant(accountId, ended.membershipId, old)
    await invite({ applicationIds: [named] })
    await invitee.client.get('invitations.accept', { body: { token: await mailedToken() } })
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
    const invitation = await invite()
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
    const invitation = await invite()
    const answer = { params: { invitationId: invitation.id }, body: {} }
    await invitee.client.get('me.invitations.decline', answer)
    expect((await listed())[0]?.status).toBe('declined')
    expect((await invitee.client.refused('me.invitations.decline', answer)).state).toBe('declined')
    expect((await invitee.client.get('me.invitations', {})).items).toEqual([])
  })
})
