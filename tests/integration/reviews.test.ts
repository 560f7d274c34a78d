import { createHash } from 'node:crypto'
import {
  type AccountId,
  type ApplicationId,
  accessAt,
  canonicalJson,
  decisionAt,
  type Json,
  type MembershipId,
  permissionsOf,
  type ReviewId,
  reviewEvidenceSchema,
  type UserId,
} from '@gatehouse/contract'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Step, steps } from '../../server/src/testing/access-history.ts'
import { type Member, type Person, tellAccess } from '../../server/src/testing/world.ts'
import type { Client } from './kit/client.ts'
import { clientOf } from './kit/office.ts'
import { createScene, type Scene } from './kit/scene.ts'

let scene: Scene
beforeAll(async () => {
  scene = await createScene()
})
afterAll(() => scene.close())

interface Firm {
  accountId: AccountId
  owner: Member
  admin: Member
  apps: ApplicationId[]
  members: MembershipId[]
}

/** An account with so many users and applications; each user has a third of the applications. */
async function createFirm(users: number, applications: number): Promise<Firm> {
  const { world } = scene
  const accountId = await world.account()
  const owner = await world.member(accountId, 'owner')
  const admin = await world.member(accountId, 'admin')
  const apps: ApplicationId[] = []
  for (let n = 0; n < applications; n += 1) {
    const applicationId = await world.application()
    await world.assign(accountId, applicationId)
    apps.push(applicationId)
  }
  const members: MembershipId[] = []
  for (let n = 0; n < users; n += 1) members.push((await world.member(accountId, 'viewer')).membershipId)
  const grants = members.flatMap((membershipId, user) =>
    apps
      .filter((_, application) => (user + application) % 3 === 0)
      .map((applicationId) => ({
        account_id: accountId,
        membership_id: membershipId,
        application_id: applicationId,
        granted_at: world.clock.now(),
      })),
  )
  for (let at = 0; at < grants.length; at += 1000)
    await world.db
      .insertInto('application_grant')
      .values(grants.slice(at, at + 1000))
      .execute()
  return { accountId, owner, admin, apps, members }
}

async function value<T>(answer: Promise<{ ok: true; value: T } | { ok: false; error: { code: string } }>) {
  const result = await answer
  if (!result.ok) throw new Error(result.error.code)
  return result.value
}

/** As `value`, asked again where a machine under load gave up on the answer. */
async function read<T>(ask: () => Promise<{ ok: true; value: T } | { ok: false; error: { code: string } }>) {
  for (let left = 5; ; left -= 1) {
    const answer = await ask()
    if (answer.ok || left === 0 || answer.error.code !== 'offline') return value(Promise.resolve(answer))
  }
}

async function begin(
  client: Client,
  accountId: AccountId,
  secondReviewerId: UserId | null = null,
): Promise<ReviewId> {
  const { opened } = await value(
    client.workspace().reviews.begin({
      accountIds: [accountId],
      reviewId: null,
      title: 'Who has what',
      scope: { applicationIds: null, roles: null, unusedDays: null },
      byOwner: false,
      reviewerId: null,
      secondReviewerId,
      allowsSelf: false,
      dueAt: null,
      repeatMonths: null,
      campaignName: null,
    }),
  )
  const [first] = opened
  if (!first) throw new Error('the review was not begun')
  return first.reviewId
}

const everything = (width: number) => Array.from({ length: width }, (_, place) => place)
const hashOf = (of: unknown) =>
  createHash('sha256')
    .update(canonicalJson(of as Json))
    .digest('hex')

async function hasGrant(membershipId: MembershipId, applicationId: ApplicationId): Promise<boolean> {
  const row = await scene.world.db
    .selectFrom('application_grant')
    .where('membership_id', '=', membershipId)
    .where('application_id', '=', applicationId)
    .select('granted_at')
    .executeTakeFirst()
  return row !== undefined
}

test('Reviews 1 to 3: begun, decided and signed without a connection, a review of 500 users and 40 applications is recorded at the next contact, and each revocation arrives once', async () => {
  const { accountId, owner, admin, apps, members } = await createFirm(500, 40)
  const client = await clientOf(scene, owner)
  await client.network.down()

  const reviewId = await begin(client, accountId)
  const of = { accountId, reviewId }
  const { reviews } = client.workspace()
  const { rows, total, applications } = await value(client.read('reviews.matrix', { ...of, limit: 500 }))
  expect([total, applications.length]).toEqual([502, 40])
  await value(
    reviews.step(accountId, reviewId, {
      kind: 'decide',
      places: everything(total),
      cells: everything(41),
      decision: 'keep',
    }),
  )
  // One user leaves, two lose an application each; of those one is removed by a colleague meanwhile.
  const rowOf = (membershipId: MembershipId | undefined) => {
    const row = rows.find((each) => each.membershipId === membershipId)
    if (!row) throw new Error('a user who is not in the matrix')
    return row
  }
  const [leaver, loser, gone] = rows.flatMap(({ membershipId }) =>
    members.includes(membershipId) ? [membershipId] : [],
  ) as [MembershipId, MembershipId, MembershipId]
  const revoke = async (membershipId: MembershipId, cell: number) => {
    const { place } = rowOf(membershipId)
    await value(
      reviews.step(accountId, reviewId, {
        kind: 'decide',
        places: [place],
        cells: [cell],
        decision: 'revoke',
      }),
    )
  }
  const firstGrant = (membershipId: MembershipId) => rowOf(membershipId).access.indexOf('4')
  const applicationAt = (column: number) => applications[column]?.id as ApplicationId
  await revoke(leaver, 0)
  await revoke(loser, firstGrant(loser) + 1)
  await revoke(gone, firstGrant(gone) + 1)
  const signed = await value(reviews.sign(accountId, reviewId, 'I looked at each of them'))
  const before = await value(client.read('reviews.get', of))
  expect(before.review).toMatchObject({ state: 'signed', isUnrecorded: true, seal: null })

  await admin.client.call('memberships.remove', { params: { accountId, membershipId: gone } })
  await client.network.up()
  await client.workspace().engine.now()
  await client.until('all of it was sent or refused', async () =>
    (await client.outbox()).every(({ state }) => state === 'sent' || state === 'refused'),
  )
  await client.workspace().engine.pull()
  await client.until('the review is recorded', async () => {
    await client.workspace().engine.pull()
    return (await value(client.read('reviews.get', of))).review.seal !== null
  })

  const { review } = await value(client.read('reviews.get', of))
  expect(review).toMatchObject({ state: 'signed', isUnrecorded: false })
  expect(review.seal?.recordSha256, 'this computer and the server agree').toBe(signed.recordSha256)
  const evidence = reviewEvidenceSchema.parse(
    await value(client.workspace().api.call('reviews.evidence', { params: of })),
  )
  expect(hashOf(evidence.record)).toBe(signed.recordSha256)
  expect(decisionAt(evidence.record.decisions.cells[rowOf(leaver).place], 0)).toBe('revoke')

  const receipt = await value(client.workspace().batches.receipt(signed.batchId ?? ''))
  expect(receipt.lines.map(({ intent, state }) => [intent?.name, state]).sort()).toEqual([
    ['grants.remove', 'done'],
    ['grants.remove', 'done'],
    ['memberships.remove', 'done'],
    ['reviews.sign', 'done'],
  ])
  const { conflicts } = await value(client.read('reviews.summary', of))
  expect(conflicts, 'a colleague removed somebody meanwhile').toMatchObject([
    { kind: 'gone', person: rowOf(gone).place, name: rowOf(gone).name },
  ])
  expect(await hasGrant(loser, applicationAt(firstGrant(loser)))).toBe(false)
  const written = await scene.world.db
    .selectFrom('activity')
    .where('account_id', '=', accountId)
    .where('actor_id', '=', owner.id)
    .select('action')
    .execute()
  expect(written.map(({ action }) => action).sort()).toEqual([
    'grant.removed',
    'membership.removed',
    'review.opened',
    'review.signed',
  ])
  expect(apps).toHaveLength(40)
}, 180_000)

test('who was removed before the signature is a conflict that the record names, and nothing is done about them', async () => {
  const { accountId, owner, admin, members } = await createFirm(3, 2)
  const client = await clientOf(scene, owner)
  const reviewId = await begin(client, accountId)
  await client.settled()
  const of = { accountId, reviewId }
  const { reviews } = client.workspace()
  await value(
    reviews.step(accountId, reviewId, {
      kind: 'decide',
      places: everything(5),
      cells: everything(3),
      decision: 'revoke',
    }),
  )
  // The administrator who is left keeps what they have.
  const { rows } = await value(client.read('reviews.matrix', of))
  const admins = rows.filter(({ membershipId }) => membershipId === admin.membershipId)
  await value(
    reviews.step(accountId, reviewId, {
      kind: 'decide',
      places: admins.map(({ place }) => place),
      cells: everything(3),
      decision: 'keep',
    }),
  )
  await admin.client.call('memberships.remove', {
    params: { accountId, membershipId: members[0] as MembershipId },
  })
  await client.settled()
  const { conflicts, actions } = await value(client.read('reviews.summary', of))
  expect(conflicts.map(({ kind }) => kind)).toEqual(['gone'])
  expect(actions.map(({ kind }) => kind)).toEqual(['remove', 'remove'])
  await value(reviews.sign(accountId, reviewId, 'Looked at'))
  await client.settled()
  const evidence = await value(client.workspace().api.call('reviews.evidence', { params: of }))
  expect(evidence.record.conflicts).toEqual(
    conflicts.map(({ person, cell, kind }) => ({ person, cell, kind })),
  )
})

test('a second reviewer has on their computer what the first one decided, and completes it without a connection', async () => {
  const { accountId, owner } = await createFirm(3, 2)
  const second = await scene.world.member(accountId, 'admin', {
    permissions: [...permissionsOf('admin', []), 'reviews.sign'],
  })
  const [first, other] = [await clientOf(scene, owner), await clientOf(scene, second)]
  const reviewId = await begin(first, accountId, second.id)
  await first.settled()
  const of = { accountId, reviewId }
  const { reviews } = first.workspace()
  const keep = { kind: 'decide', places: everything(6), cells: everything(3), decision: 'keep' } as const
  await value(reviews.step(accountId, reviewId, keep))
  await reviews.save(accountId, reviewId)
  const saved = await read(() => other.workspace().api.call('reviews.decisions', { params: of }))
  expect(saved.decisions?.cells).toHaveLength(6)
  await value(reviews.sign(accountId, reviewId, 'All but my own'))
  await first.settled()

  await other.settled()
  await other.until('what the first one decided is here', async () => {
    const { review, totals } = await value(other.read('reviews.get', of))
    return review.isHere && review.state === 'second' && totals.total === 0
  })
  await other.network.down()
  const signed = await value(other.workspace().reviews.sign(accountId, reviewId, 'Seen'))
  await other.network.up()
  await other.workspace().engine.now()
  await other.settled()
  const { review } = await value(other.read('reviews.get', of))
  expect(review.signatures.map(({ by }) => by)).toEqual(['reviewer', 'second'])
  expect(review.seal?.recordSha256).toBe(signed.recordSha256)
  // The first one, who has no draft any more, can look at all of it again.
  await first.settled()
  await value(first.workspace().reviews.load(accountId, reviewId))
  expect((await value(first.read('reviews.get', of))).review).toMatchObject({ isHere: true, state: 'signed' })
}, 120_000)

test('a campaign begun without a connection has its second reviewer in each account that the plan covers, and the server agrees', async () => {
  const { accountId: first, owner } = await createFirm(2, 1)
  const { accountId: other } = await createFirm(2, 1)
  const { accountId: third } = await createFirm(2, 1)
  await scene.world.member(other, 'admin', { person: owner })
  await scene.world.member(third, 'admin', { person: owner })
  const second = await scene.world.member(first, 'admin')
  await scene.world.member(other, 'admin', { person: second })
  await scene.world.member(third, 'viewer', { person: second })
  const client = await clientOf(scene, owner)
  await client.network.down()

  const form = {
    scope: { applicationIds: null, roles: null, unusedDays: null },
    byOwner: false,
    reviewerId: null,
    secondReviewerId: second.id,
  }
  const accountIds = [first, other, third]
  const { gaps } = await value(client.read('reviews.plan', { accountIds, ...form }))
  expect(gaps).toMatchObject([{ accountId: third, why: 'second-not-them' }])
  const { opened, refused } = await value(
    client.workspace().reviews.begin({
      ...form,
      accountIds,
      reviewId: null,
      title: 'Who has what, everywhere',
      allowsSelf: false,
      dueAt: null,
      repeatMonths: null,
      campaignName: 'Everywhere',
    }),
  )
  expect(
    refused.map(({ accountId }) => accountId),
    'as it was planned',
  ).toEqual([third])
  expect(opened.map(({ accountId }) => accountId)).toEqual([first, other])
  await client.network.up()
  await client.workspace().engine.now()
  await client.settled()
  expect(await client.outbox()).toEqual([])
  const recorded = await scene.world.db
    .selectFrom('review')
    .where('second_reviewer_id', '=', second.id)
    .where('campaign_name', '=', 'Everywhere')
    .select(['account_id', 'reviewer_id', 'state'])
    .orderBy('account_id')
    .execute()
  expect(recorded).toEqual(
    [first, other].sort().map((id) => ({ account_id: id, reviewer_id: owner.id, state: 'open' })),
  )
})

const numRuns = Number(process.env.GATEHOUSE_REVIEW_RUNS ?? 40)

interface Stage {
  accountId: AccountId
  administrator: Person
  apps: ApplicationId[]
  members: MembershipId[]
}

/** One step of a history by its route; what the server refuses changes nothing. */
async function take({ accountId, administrator, apps, members }: Stage, step: Step): Promise<void> {
  const { world } = scene
  const applicationId = apps[step.application] as ApplicationId
  const membershipId = members[step.user % members.length] as MembershipId
  const onDisable = step.keep ? 'keep' : 'drop'
  const { client } = administrator
  const application = { accountId, applicationId }
  const grant = { ...application, membershipId }
  const member = { accountId, membershipId }
  switch (step.kind) {
    case 'assign':
      await client.call('applications.assign', {
        params: { accountId },
        body: { applicationIds: [applicationId], autoAssign: step.on },
      })
      return
    case 'unassign':
      await client.call('applications.unassign', { params: application })
      return
    case 'autoAssign':
      await client.call('applications.setAutoAssign', {
        params: application,
        body: { autoAssign: step.on, onDisable },
      })
      return
    case 'environmentAutoAssign': {
      const { version } = await world.db
        .selectFrom('application')
        .where('id', '=', applicationId)
        .select('version')
        .executeTakeFirstOrThrow()
      await client.call('environmentApplications.setAutoAssign', {
        params: { environmentId: world.environmentId, applicationId },
        body: { autoAssign: step.on, onDisable, baseVersion: version },
      })
      return
    }
    case 'grant':
      await client.call('grants.add', { params: grant })
      return
    case 'revoke':
      await client.call('grants.remove', { params: grant })
      return
    case 'suspendUser':
      await client.call('memberships.suspend', { params: member, body: {} })
      return
    case 'resumeUser':
      await client.call('memberships.resume', { params: member, body: {} })
      return
    case 'removeUser':
      await client.call('memberships.remove', { params: member })
      return
    default:
      return
  }
}

function transactionOf(cursor: string | null): number {
  return Number(cursor?.split('.')[1])
}

async function placeOfCursor(client: Client): Promise<number> {
  return transactionOf((await client.workspace().replica.state()).cursor)
}

test('Reviews 1: after any history, what is frozen is the effective access that the server tells as of its cursor', async () => {
  const { world } = scene
  const administrator = await world.administrator()
  const client = await clientOf(scene, administrator as Member)
  const { api } = client.workspace()
  await fc.assert(
    fc.asyncProperty(steps, fc.nat(), async (history, cut) => {
      const accountId = await world.account()
      const apps = [await world.application(), await world.application()]
      const members: MembershipId[] = []
      for (const role of ['owner', 'viewer', 'technician', 'viewer'] as const)
        members.push((await world.member(accountId, role)).membershipId)
      const stage = { accountId, administrator, apps, members }
      await tellAccess(world, accountId, administrator.id)
      // Some of it comes with the account as a whole, the rest with the feed.
      const early = history.slice(0, cut % history.length)
      for (const step of early) await take(stage, step)
      await client.settled()
      for (const step of history.slice(early.length)) await take(stage, step)
      await client.settled()

      const before = await placeOfCursor(client)
      const reviewId = await begin(client, accountId)
      const { snapshot } = await value(client.read('reviews.documents', { accountId, reviewId }))
      const frozen = snapshot.people.flatMap((person) =>
        snapshot.applications.flatMap(({ id }, column) => {
          const sources = accessAt(person, column)
          return sources.length > 0 ? [`${person.membershipId} ${id} ${sources.join('+')}`] : []
        }),
      )
      const told: string[] = []
      for (const { membershipId } of snapshot.people) {
        const reach = await read(() =>
          api.call('memberships.access', { params: { accountId, membershipId } }),
        )
        for (const { applicationId, sources } of reach.items)
          if (sources.length > 0) told.push(`${membershipId} ${applicationId} ${sources.join('+')}`)
      }
      expect(frozen.sort()).toEqual(told.sort())
      const { items } = await read(() =>
        api.call('memberships.list', { params: { accountId }, query: { limit: 500 } }),
      )
      expect(snapshot.people.map(({ membershipId }) => membershipId).sort()).toEqual(
        items.map(({ id }) => id).sort(),
      )
      expect(snapshot.administrators?.map(({ userId }) => userId)).toContain(administrator.id)
      const after = await placeOfCursor(client)
      const place = transactionOf(snapshot.cursor)
      expect([before <= place, place <= after, snapshot.waiting]).toEqual([true, true, 0])
    }),
    { numRuns, endOnFailure: true },
  )
}, 600_000)
