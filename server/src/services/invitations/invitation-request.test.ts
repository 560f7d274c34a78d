import type { Invitation } from '@gatehouse/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createInvitationScene, type InvitationScene, tokenOf } from '../../testing/invitations.ts'
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

const ask = (token: string) => world.anonymous.call('invitations.request', { body: { token } })
/** Who was mailed about this account that a new one is wanted. */
const asked = async () => {
  const { name } = await world.db
    .selectFrom('account')
    .select('name')
    .where('id', '=', scene.accountId)
    .executeTakeFirstOrThrow()
  const mails = await world.db
    .selectFrom('mail_outbox')
    .select(['recipient', 'data'])
    .where('template', '=', 'invitation_request')
    .orderBy('id')
    .execute()
  return mails.filter(({ data }) => data.accountName === name).map(({ recipient }) => recipient)
}
const requests = async () =>
  (await scene.activities()).filter(({ action }) => action === 'invitation.requested')

async function move(invitation: Invitation, to: string): Promise<void> {
  const { admin, invitee } = scene
  const body = { token: await scene.mailedToken() }
  if (to === 'revoked') await admin.client.get('invitations.revoke', scene.target(invitation))
  if (to === 'replaced') await admin.client.get('invitations.resend', scene.target(invitation))
  if (to === 'declined') await invitee.client.get('invitations.decline', { body })
  if (to === 'accepted') await invitee.client.get('invitations.accept', { body })
  if (to === 'expired') world.clock.advance(8 * dayMs)
}

test.each(['pending', 'revoked', 'replaced', 'declined', 'accepted', 'expired'])(
  'whoever holds a link of one that is %s can ask, and its inviter hears of it',
  async (state) => {
    const invitation = await scene.invite()
    const token = await scene.mailedToken()
    await move(invitation, state)
    expect(await ask(token)).toEqual({ status: 200, body: {} })
    expect(await asked()).toEqual([scene.admin.email])
    expect(await requests()).toMatchObject([
      { actorId: null, actorName: scene.invitee.email, targetId: invitation.id },
    ])
  },
)

test('the inviter hears of one invitation once a day, however often and at once it is asked', async () => {
  await scene.invite()
  const token = await scene.mailedToken()
  await Promise.all(Array.from({ length: 8 }, () => ask(token)))
  world.clock.advance(dayMs - 1)
  await ask(token)
  expect([await asked(), await requests()]).toMatchObject([{ length: 1 }, { length: 1 }])
  world.clock.advance(1)
  await ask(token)
  expect([await asked(), await requests()]).toMatchObject([{ length: 2 }, { length: 2 }])
})

test('a copied link does not show who asks', async () => {
  const invitation = await scene.invite()
  const { value } = await scene.admin.client.get('invitations.link', scene.target(invitation))
  await ask(tokenOf(value.url))
  expect(await requests()).toMatchObject([{ actorId: null, actorName: 'Somebody with the link' }])
})

describe('where the inviter may no longer invite, the owner hears of it:', () => {
  const inviterIs = (change: object) =>
    world.db.updateTable('membership').set(change).where('id', '=', scene.admin.membershipId).execute()

  test.each([
    ['suspended', { status: 'suspended' }],
    ['ended', { ends_at: new Date('2026-01-01') }],
    ['without the permission', { permissions: ['account.view'] }],
  ] as const)('%s', async (_how, change) => {
    const owner = await world.member(scene.accountId, 'owner')
    await scene.invite()
    const token = await scene.mailedToken()
    await inviterIs(change)
    await ask(token)
    expect(await asked()).toEqual([owner.email])
  })

  test('and where there is nobody, nobody does, and the answer is the same', async () => {
    await scene.invite()
    const token = await scene.mailedToken()
    await inviterIs({ status: 'suspended' })
    expect(await ask(token)).toEqual({ status: 200, body: {} })
    expect(await asked()).toEqual([])
  })
})

test('an administrator of the environment who invited without being a member hears of it', async () => {
  const administrator = await world.administrator()
  await scene.invite({}, { ...administrator, membershipId: scene.admin.membershipId })
  await ask(await scene.mailedToken())
  expect(await asked()).toEqual([administrator.email])
})

test('an unknown link is answered like a known one, and so is one of a closed account', async () => {
  expect(await ask('A'.repeat(43))).toEqual({ status: 200, body: {} })
  await scene.invite()
  const token = await scene.mailedToken()
  await world.db.updateTable('account').set({ status: 'closed' }).where('id', '=', scene.accountId).execute()
  expect(await ask(token)).toEqual({ status: 200, body: {} })
  expect(await asked()).toEqual([])
})

test('one address can not ask without end', async () => {
  const limited = await createWorld({ rateLimits: true })
  const answers: number[] = []
  for (let count = 0; count < 31; count += 1) {
    const body = { token: 'A'.repeat(43) }
    answers.push((await limited.anonymous.call('invitations.request', { body })).status)
  }
  await limited.close()
  expect(answers.slice(0, 30).every((status) => status === 200)).toBe(true)
  expect(answers[30]).toBe(429)
})
