import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { systemRandomness } from '../../clock.ts'
import { createDatabase } from '../../db/database.ts'
import { createInvitationScene, type InvitationScene, queuedMails } from '../../testing/invitations.ts'
import { createWorld, type World } from '../../testing/world.ts'
import { expireAllInvitations } from './invitation-expiry.ts'

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

const keepHouse = (db = world.db) => expireAllInvitations(db, world.clock.now(), systemRandomness)
const expiries = async () =>
  (await scene.activities()).filter(({ action }) => action === 'invitation.expired')

test('a pending invitation past its time is written down as expired, by nobody, and told', async () => {
  const invitation = await scene.invite({ expiresInDays: 1 })
  const later = await scene.invite({ expiresInDays: 2, email: 'later@example.com' })
  world.clock.advance(dayMs)
  const { seq } = await world.db
    .selectFrom('change')
    .select((eb) => eb.fn.max('seq').as('seq'))
    .executeTakeFirstOrThrow()
  await keepHouse()
  const states = (await scene.listed()).map(({ id, status, version }) => [id, status, version])
  expect(states).toContainEqual([invitation.id, 'expired', 2])
  expect(states).toContainEqual([later.id, 'pending', 1])
  expect(await expiries()).toMatchObject([
    { actorId: null, actorName: 'Gatehouse', targetId: invitation.id, after: { status: 'expired' } },
  ])
  const changes = await world.db
    .selectFrom('change')
    .select(['entity', 'user_id'])
    .where('seq', '>', seq)
    .execute()
  expect(changes).toEqual([
    { entity: 'invitation', user_id: null },
    { entity: 'myInvitations', user_id: scene.invitee.id },
    { entity: 'activity', user_id: null },
  ])
  expect([await queuedMails(world, invitation.id), await queuedMails(world, later.id)]).toEqual([0, 1])
})

test('two nodes at once write each one down once', async () => {
  const other = createDatabase(world.config)
  for (let count = 0; count < 20; count += 1) {
    await scene.invite({ expiresInDays: 1, email: `guest${count}@example.com` })
  }
  world.clock.advance(dayMs)
  await Promise.all([keepHouse(), keepHouse(other), keepHouse(), keepHouse(other)])
  await other.destroy()
  expect(new Set((await scene.listed()).map(({ status, version }) => `${status} ${version}`))).toEqual(
    new Set(['expired 2']),
  )
  expect(await expiries()).toHaveLength(20)
})

test('an expired invitation can be sent again, and then waits for an answer as before', async () => {
  const invitation = await scene.invite({ expiresInDays: 1 })
  world.clock.advance(dayMs)
  await keepHouse()
  const { value } = await scene.admin.client.get('invitations.resend', scene.target(invitation))
  expect(value).toMatchObject({ status: 'pending', version: 3 })
  await scene.invitee.client.get('invitations.accept', { body: { token: await scene.mailedToken() } })
})

test('inviting again before any housekeeping writes the old one down as well, once', async () => {
  await scene.invite({ expiresInDays: 1 })
  world.clock.advance(dayMs)
  await scene.invite()
  await keepHouse()
  expect(await expiries()).toMatchObject([{ actorId: null, mutationId: null }])
})
