import type { Invitation, MembershipId } from '@gatehouse/contract'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createTestClient, type TestClient } from '../../testing/client.ts'
import {
  createInvitationScene,
  type InvitationScene,
  liveTokens,
  queuedMails,
  tokenOf,
} from '../../testing/invitations.ts'
import { createWorld, inviteBody, type Person, type World } from '../../testing/world.ts'

/**
 * One invitation and 64 requests about it at the same moment, over two nodes of one database: whatever they are and
 * whichever comes first, it ends in one way, and everything that is written down agrees on which.
 */

const requests = 64

// Hundreds of requests in each test.
vi.setConfig({ testTimeout: 120_000 })

let world: World
/** A client of the one and of the other node, in turn. */
let clientOf: (person: Person, turn: number) => TestClient

beforeAll(async () => {
  world = await createWorld()
  const other = await world.node()
  const apps = [world.app, other.app]
  clientOf = (person, turn) => createTestClient(apps[turn % 2] ?? world.app, person.id)
})
afterAll(() => world.close())

const kinds = [
  'acceptByMail',
  'acceptById',
  'acceptByLink',
  'acceptAsStranger',
  'declineByMail',
  'declineById',
  'revoke',
  'resend',
  'edit',
  'copyLink',
] as const
type Kind = (typeof kinds)[number]

interface Given {
  scene: InvitationScene
  stranger: Person
  invitation: Invitation
  mailed: string
  copied: string
}

function ask(kind: Kind, given: Given, turn: number) {
  const { scene, stranger, invitation, mailed, copied } = given
  const admin = clientOf(scene.admin, turn)
  const invitee = clientOf(scene.invitee, turn)
  const one = scene.target(invitation)
  const mine = { params: { invitationId: invitation.id }, body: {} }
  switch (kind) {
    case 'acceptByMail':
      return invitee.call('invitations.accept', { body: { token: mailed } })
    case 'acceptByLink':
      return invitee.call('invitations.accept', { body: { token: copied } })
    case 'acceptAsStranger':
      return clientOf(stranger, turn).call('invitations.accept', { body: { token: copied } })
    case 'acceptById':
      return invitee.call('me.invitations.accept', mine)
    case 'declineByMail':
      return invitee.call('invitations.decline', { body: { token: mailed } })
    case 'declineById':
      return invitee.call('me.invitations.decline', mine)
    case 'revoke':
      return admin.call('invitations.revoke', one)
    case 'resend':
      return admin.call('invitations.resend', one)
    case 'edit':
      return admin.call('invitations.edit', {
        params: one.params,
        body: { baseVersion: invitation.version, role: 'billing', applicationIds: [], message: '' },
      })
    case 'copyLink':
      return admin.call('invitations.link', one)
  }
}

async function holdsTogether(mix: readonly Kind[]): Promise<void> {
  const scene = await createInvitationScene(world)
  const stranger = await world.user()
  const invitation = await scene.invite({ anyAddress: true })
  const mailed = await scene.mailedToken()
  const link = await scene.admin.client.get('invitations.link', scene.target(invitation))
  const given: Given = { scene, stranger, invitation, mailed, copied: tokenOf(link.value.url) }

  const answers = await Promise.all(
    mix.map(async (kind, turn) => ({ kind, ...(await ask(kind, given, turn)) })),
  )
  for (const { kind, status, body } of answers) {
    expect(status, `${kind} answered ${JSON.stringify(body)}`).toBeLessThan(500)
  }
  const done = (kind: string) =>
    answers.filter((answer) => answer.kind.startsWith(kind) && answer.status === 200)
  const joined = new Set(
    done('accept').map(({ body }) => (body as { value: { membershipId: MembershipId } }).value.membershipId),
  )
  const outcomes = [
    ...(joined.size > 0 ? ['accepted'] : []),
    ...done('decline').map(() => 'declined'),
    ...done('revoke').map(() => 'revoked'),
  ]
  expect(outcomes.length, 'ways in which it ended').toBeLessThanOrEqual(1)
  // None of these depends on a link that a resend may have killed before.
  const mustEnd = mix.some((kind) => ['acceptById', 'declineById', 'revoke'].includes(kind))
  if (mustEnd) expect(outcomes).toHaveLength(1)

  const [row] = await scene.listed()
  const outcome = outcomes[0] ?? 'pending'
  expect(row?.status).toBe(outcome)
  const members = await world.db
    .selectFrom('membership')
    .select('id')
    .where('account_id', '=', scene.accountId)
    .where('id', '<>', scene.admin.membershipId)
    .execute()
  expect(members.map(({ id }) => id)).toEqual([...joined])

  const written = (await scene.activities()).map(({ action }) => action)
  const count = (action: string) => written.filter((one) => one === action).length
  expect({
    accepted: count('invitation.accepted'),
    added: count('membership.added'),
    declined: count('invitation.declined'),
    revoked: count('invitation.revoked'),
    resent: count('invitation.resent'),
    edited: count('invitation.edited'),
    copied: count('invitation.link_copied'),
  }).toEqual({
    accepted: joined.size,
    added: joined.size,
    declined: done('decline').length,
    revoked: done('revoke').length,
    resent: done('resend').length,
    edited: done('edit').length,
    copied: done('copyLink').length + 1,
  })
  expect(row?.version).toBe(1 + outcomes.length + done('resend').length + done('edit').length)
  if (outcome === 'pending') {
    expect(await liveTokens(world, invitation.id)).toBeGreaterThan(0)
    expect(await queuedMails(world, invitation.id)).toBe(1)
  } else {
    expect(await liveTokens(world, invitation.id)).toBe(0)
    expect(await queuedMails(world, invitation.id)).toBe(0)
  }
}

test.each(kinds)('64 times %s at once', async (kind) => {
  await holdsTogether(Array.from({ length: requests }, () => kind))
})

test('64 of all kinds at once, in mixes made by chance', async () => {
  const mixes = fc.array(fc.constantFrom(...kinds), { minLength: requests, maxLength: requests })
  // A failure names its seed and the mix.
  await fc.assert(fc.asyncProperty(mixes, holdsTogether), { numRuns: 8, endOnFailure: true })
})

test('accepting, declining and revoking in equal parts', async () => {
  const parts = ['acceptByMail', 'acceptAsStranger', 'declineByMail', 'revoke'] as const
  await holdsTogether(Array.from({ length: requests }, (_, index) => parts[index % parts.length] ?? 'revoke'))
})

test('64 invitations to one address at once are one, and all others are told so', async () => {
  const scene = await createInvitationScene(world)
  const answers = await Promise.all(
    Array.from({ length: requests }, (_, turn) =>
      clientOf(scene.admin, turn).call('invitations.create', {
        params: scene.params,
        body: inviteBody(world, { email: scene.invitee.email }),
      }),
    ),
  )
  const codes = answers.map(({ status, body }) => (status === 200 ? 'done' : (body as { code: string }).code))
  expect(codes.toSorted()).toEqual([...Array.from({ length: requests - 1 }, () => 'already_invited'), 'done'])
  expect(await scene.listed()).toHaveLength(1)
  expect((await scene.activities()).map(({ action }) => action)).toEqual(['invitation.sent'])
})

test('64 people who use one link for any address at once: one of them is in', async () => {
  const scene = await createInvitationScene(world)
  const invitation = await scene.invite({ anyAddress: true })
  const token = await scene.mailedToken()
  const people = await Promise.all(Array.from({ length: requests }, () => world.user()))
  const answers = await Promise.all(
    people.map((person, turn) => clientOf(person, turn).call('invitations.accept', { body: { token } })),
  )
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  for (const { status, body } of answers) {
    if (status !== 200) expect(body).toMatchObject({ code: 'invitation_not_pending', state: 'accepted' })
  }
  const members = await world.db
    .selectFrom('membership')
    .select('id')
    .where('account_id', '=', scene.accountId)
    .execute()
  expect(members).toHaveLength(2)
  expect(await liveTokens(world, invitation.id)).toBe(0)
})
