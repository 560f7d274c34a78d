import { createPublicKey, verify } from 'node:crypto'
import {
  type AccountId,
  type ApplicationId,
  type Review,
  type ReviewSnapshot,
  sealedText,
} from '@gatehouse/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { decideAll, openBody, signBody } from '../../testing/reviews.ts'
import { createWorld, type Member, type World } from '../../testing/world.ts'
import { hashed } from './hashing.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

interface Office {
  accountId: AccountId
  owner: Member
  second: Member
  viewer: Member
  application: ApplicationId
}

/** An owner, who may do everything; an owner's second with all permissions; a viewer with a grant. */
async function createOffice(): Promise<Office> {
  const accountId = await world.account()
  const owner = await world.member(accountId, 'owner')
  const second = await world.member(accountId, 'custom', {
    permissions: ['account.view', 'users.view', 'reviews.view', 'reviews.run', 'reviews.sign'],
  })
  const viewer = await world.member(accountId, 'viewer')
  const application = await world.application()
  await world.assign(accountId, application)
  for (const { membershipId } of [owner, viewer]) await world.grant(accountId, membershipId, application)
  return { accountId, owner, second, viewer, application }
}

interface Begun {
  review: Review
  snapshot: ReviewSnapshot
  params: { accountId: AccountId; reviewId: Review['id'] }
}

async function begin(
  { accountId, owner }: Office,
  overrides: Parameters<typeof openBody>[3] = {},
): Promise<Begun> {
  const body = await openBody(world, accountId, owner, overrides)
  const { value } = await owner.client.get('reviews.open', { params: { accountId }, body })
  return { review: value, snapshot: body.snapshot, params: { accountId, reviewId: value.id } }
}

const byReviewer = ({ reviewerId, allowsSelf }: Review) =>
  ({ reviewerId, allowsSelf, by: 'reviewer' }) as const

async function sign(office: Office, overrides: Parameters<typeof openBody>[3] = {}) {
  const begun = await begin(office, overrides)
  const { review, snapshot, params } = begun
  const decisions = decideAll(snapshot, byReviewer(review))
  const body = signBody(world, review, snapshot, decisions, office.owner)
  const { value } = await office.owner.client.get('reviews.sign', { params, body })
  return { ...begun, decisions, body, signed: value }
}

describe('a review is begun', () => {
  test('with its snapshot under its hash, by the clock that it was begun by', async () => {
    const office = await createOffice()
    const { review, snapshot, params } = await begin(office, { dueAt: '2026-04-01T00:00:00.000Z' })
    expect(review).toMatchObject({ state: 'open', createdAt: snapshot.asOf, version: 1 })
    // The owner's own membership is locked, and so is their own access: two others and one grant are left.
    expect(review.progress).toEqual({ decided: 0, total: 3 })
    expect(await office.owner.client.get('reviews.snapshot', { params })).toEqual(snapshot)
    expect(await office.owner.client.get('reviews.decisions', { params })).toEqual({ decisions: null })
    const { items } = await office.second.client.get('reviews.list', { params })
    expect(items).toEqual([review])
  })

  test('not with another snapshot than the hash names, or of another account or review', async () => {
    const { accountId, owner } = await createOffice()
    const other = await createOffice()
    const refused = async (body: Awaited<ReturnType<typeof openBody>>) =>
      (await owner.client.refused('reviews.open', { params: { accountId }, body })).code
    const body = await openBody(world, accountId, owner)
    expect(await refused({ ...body, snapshotSha256: '0'.repeat(64) })).toBe('hash_mismatch')
    const waiting = { ...body.snapshot, waiting: 1 }
    expect(await refused({ ...body, snapshot: waiting })).toBe('hash_mismatch')
    const foreign = await openBody(world, other.accountId, owner)
    expect(await refused(foreign)).toBe('validation')
    expect(await refused({ ...body, reviewId: world.id() })).toBe('validation')
  })

  test('by reviewers who are active in the account and may run reviews, two different ones', async () => {
    const office = await createOffice()
    const { accountId, owner, second, viewer } = office
    const suspended = await world.member(accountId, 'admin', { status: 'suspended' })
    const ended = await world.member(accountId, 'admin', { endsAt: new Date('2026-01-01') })
    const stranger = await world.user()
    const params = { accountId }
    for (const reviewer of [viewer, suspended, ended, stranger]) {
      const body = await openBody(world, accountId, reviewer)
      const { code, fields } = await owner.client.refused('reviews.open', { params, body })
      expect([code, fields?.[0]?.path]).toEqual(['validation', 'reviewerId'])
      const asSecond = await openBody(world, accountId, owner, { secondReviewerId: reviewer.id })
      const refused = await owner.client.refused('reviews.open', { params, body: asSecond })
      expect(refused.fields?.[0]?.path).toBe('secondReviewerId')
    }
    const twice = await openBody(world, accountId, owner, { secondReviewerId: owner.id })
    expect((await owner.client.refused('reviews.open', { params, body: twice })).code).toBe('validation')
    const administrator = await world.administrator()
    const { review } = await begin(office, { secondReviewerId: administrator.id })
    expect(review.secondReviewerName).toBe(administrator.name)
    await begin(office, { secondReviewerId: second.id })
  })

  test('once: neither an id of another account nor one that is begun is taken again', async () => {
    const office = await createOffice()
    const { review } = await begin(office)
    const other = await createOffice()
    const again = async ({ accountId, owner }: Office) => {
      const body = await openBody(world, accountId, owner, { reviewId: review.id })
      return (await owner.client.refused('reviews.open', { params: { accountId }, body })).code
    }
    expect(await again(office)).toBe('review_state')
    expect(await again(other)).toBe('validation')
  })
})

describe('decisions', () => {
  test('are saved by whoever decides now, and others see how far it is', async () => {
    const office = await createOffice()
    const { review, snapshot, params } = await begin(office, { secondReviewerId: office.second.id })
    const decisions = decideAll(snapshot, byReviewer(review), 'unsure')
    const body = { decisions, decided: 0 }
    const refused = await office.second.client.refused('reviews.saveDecisions', { params, body })
    expect(refused).toMatchObject({ code: 'forbidden' })
    const { value } = await office.owner.client.get('reviews.saveDecisions', { params, body })
    expect(value).toMatchObject({ progress: { decided: 3, total: 3 }, version: 1 })
    expect(await office.second.client.get('reviews.decisions', { params })).toEqual({ decisions })
  })

  test('that do not fit, or decide on what is locked, are refused', async () => {
    const office = await createOffice()
    const { review, snapshot, params } = await begin(office)
    const decisions = decideAll(snapshot, byReviewer(review))
    const code = async (cells: string[]) =>
      (
        await office.owner.client.refused('reviews.saveDecisions', {
          params,
          body: { decisions: { ...decisions, cells }, decided: 0 },
        })
      ).code
    const own = snapshot.people.findIndex(({ userId }) => userId === office.owner.id)
    const withOwn = (cells: string) => decisions.cells.map((each, place) => (place === own ? cells : each))
    expect(await code(withOwn('.k'))).toBe('validation')
    expect(await code(withOwn('k.'))).toBe('validation')
    expect(await code(decisions.cells.slice(1))).toBe('validation')
    expect(await code(decisions.cells.map((each) => `${each}k`))).toBe('validation')
  })

  test('go on with another reviewer, but for that one’s own access', async () => {
    const office = await createOffice()
    const { accountId, owner, second } = office
    const { review, snapshot, params } = await begin(office)
    const decisions = decideAll(snapshot, byReviewer(review))
    await owner.client.get('reviews.saveDecisions', { params, body: { decisions, decided: 3 } })
    const body = {
      title: review.title,
      reviewerId: second.id,
      secondReviewerId: null,
      dueAt: null,
      repeatMonths: null,
      baseVersion: 1,
    }
    const { value } = await owner.client.get('reviews.edit', { params, body })
    expect(value).toMatchObject({ reviewerName: second.name, version: 2 })
    const { decisions: handed } = await second.client.get('reviews.decisions', { params })
    const place = (userId: string) => snapshot.people.findIndex((person) => person.userId === userId)
    expect(handed?.cells[place(second.id)]).toBe('..')
    expect(handed?.cells[place(office.viewer.id)]).toBe('kk')
    const stale = await owner.client.refused('reviews.edit', { params, body })
    expect(stale).toMatchObject({ code: 'stale_version', current: { version: 2 } })
    const mails = await world.db
      .selectFrom('mail_outbox')
      .select('template')
      .where('recipient', '=', second.email)
      .execute()
    expect(mails).toEqual([{ template: 'review_handed' }])
    expect(accountId).toBe(value.accountId)
  })
})

describe('signing', () => {
  test('is refused until everything is decided', async () => {
    const office = await createOffice()
    const { review, snapshot, params } = await begin(office)
    const all = decideAll(snapshot, byReviewer(review))
    const one = all.cells.findIndex((cells) => cells.includes('k'))
    const cells = all.cells.map((each, place) => (place === one ? each.replace('k', '.') : each))
    const body = signBody(world, review, snapshot, { ...all, cells }, office.owner)
    const refused = await office.owner.client.refused('reviews.sign', { params, body })
    expect(refused).toMatchObject({ code: 'review_incomplete', counts: { total: 3, decided: 2 } })
  })

  test('is refused where the hashes are not those that the server works out', async () => {
    const office = await createOffice()
    const { review, snapshot, params } = await begin(office)
    const body = signBody(world, review, snapshot, decideAll(snapshot, byReviewer(review)), office.owner)
    const wrong = 'f'.repeat(64)
    for (const part of [{ decisionsSha256: wrong }, { recordSha256: wrong }, { recordSha256: null }]) {
      const refused = await office.owner.client.refused('reviews.sign', {
        params,
        body: { ...body, ...part },
      })
      expect(refused.code).toBe('hash_mismatch')
    }
    const { items } = await office.owner.client.get('reviews.list', { params })
    expect(items).toEqual([review])
  })

  test('is for the reviewer alone', async () => {
    const office = await createOffice()
    const { review, snapshot, params } = await begin(office)
    const body = signBody(world, review, snapshot, decideAll(snapshot, byReviewer(review)), office.second)
    expect(await office.second.client.refused('reviews.sign', { params, body })).toMatchObject({
      code: 'forbidden',
    })
  })

  test('completes a record with a seal that anybody can check without the server', async () => {
    const office = await createOffice()
    const { signed, params, snapshot, decisions } = await sign(office)
    expect(signed).toMatchObject({
      state: 'signed',
      outcome: { keep: 3, revoke: 0, change: 0, unsure: 0, own: 1 },
      progress: { decided: 3, total: 3 },
    })
    const evidence = await office.owner.client.get('reviews.evidence', { params })
    const { record, recordSha256, seal } = evidence
    expect(record).toMatchObject({ snapshot, decisions, signatures: [{ by: 'reviewer' }] })
    expect(hashed(record).sha256).toBe(recordSha256)
    if (!seal) throw new Error('it is not sealed')
    expect(seal).toEqual(signed.seal)
    const key = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: seal.publicKey },
      format: 'jwk',
    })
    const isGood = (text: string) =>
      verify(null, Buffer.from(text), key, Buffer.from(seal.signature, 'base64url'))
    expect(isGood(sealedText(seal))).toBe(true)
    expect(isGood(sealedText({ ...seal, recordSha256: 'a'.repeat(64) }))).toBe(false)
    const other = await sign(await createOffice())
    expect(other.signed.seal?.publicKey).toBe(seal.publicKey)
  })

  test('sent twice under one key is done once', async () => {
    const office = await createOffice()
    const { review, snapshot, params } = await begin(office)
    const body = signBody(world, review, snapshot, decideAll(snapshot, byReviewer(review)), office.owner)
    const key = world.id<string>()
    const first = await office.owner.client.get('reviews.sign', { params, body }, { key })
    expect(await office.owner.client.get('reviews.sign', { params, body }, { key })).toEqual(first)
    const again = await office.owner.client.refused('reviews.sign', { params, body })
    expect(again).toMatchObject({ code: 'review_state', state: 'signed' })
  })

  test('a second reviewer decides on the first one’s access, and on nothing else', async () => {
    const office = await createOffice()
    const { owner, second } = office
    const {
      signed: waiting,
      snapshot,
      params,
      decisions,
    } = await sign(office, {
      secondReviewerId: second.id,
    })
    expect(waiting).toMatchObject({ state: 'second', seal: null, progress: { decided: 3, total: 4 } })
    const bySecond = { reviewerId: owner.id, allowsSelf: false, by: 'second' } as const
    const own = decideAll(snapshot, bySecond, 'revoke', decisions)
    const meddled = { ...own, cells: own.cells.map((cells) => cells.replaceAll('k', 'r')) }
    const try_ = (all: typeof own) => ({ params, body: signBody(world, waiting, snapshot, all, second) })
    expect((await second.client.refused('reviews.sign', try_(meddled))).code).toBe('validation')
    expect((await second.client.refused('reviews.sign', try_(decisions))).code).toBe('review_incomplete')
    const { value } = await second.client.get('reviews.sign', try_(own))
    expect(value).toMatchObject({
      state: 'signed',
      outcome: { keep: 3, revoke: 1, own: 0 },
      signatures: [{ by: 'reviewer' }, { by: 'second', userId: second.id }],
    })
  })

  test('a second reviewer gives it back, with the decisions as drafts and a mail that says why', async () => {
    const office = await createOffice()
    const { owner, second } = office
    const { params, decisions } = await sign(office, { secondReviewerId: second.id })
    const body = { reason: 'Ana has left' }
    expect((await owner.client.refused('reviews.return', { params, body })).code).toBe('forbidden')
    const { value } = await second.client.get('reviews.return', { params, body })
    expect(value).toMatchObject({ state: 'open', signatures: [], outcome: null })
    expect(await owner.client.get('reviews.decisions', { params })).toEqual({ decisions })
    const mails = await world.db
      .selectFrom('mail_outbox')
      .select(['template', 'data'])
      .where('recipient', '=', owner.email)
      .execute()
    expect(mails).toMatchObject([{ template: 'review_returned', data: { reason: 'Ana has left' } }])
  })
})

test('a reason with half of a character is refused, as no other text can be stored either', async () => {
  const office = await createOffice()
  const { params } = await begin(office)
  for (const reason of ['\ud800', '\udc00 again', 'no \u0000 byte'])
    expect((await office.owner.client.refused('reviews.cancel', { params, body: { reason } })).code).toBe(
      'validation',
    )
})

test('a review is cancelled with a reason, a signed one is not', async () => {
  const office = await createOffice()
  const { owner } = office
  const body = { reason: 'Begun twice' }
  const { params } = await begin(office)
  const { value } = await owner.client.get('reviews.cancel', { params, body })
  expect(value).toMatchObject({ state: 'cancelled', cancelReason: 'Begun twice' })
  expect((await owner.client.get('reviews.cancel', { params, body })).value).toEqual(value)
  const { params: signed } = await sign(office)
  expect((await owner.client.refused('reviews.cancel', { params: signed, body })).code).toBe('review_state')
})

describe('what is signed', () => {
  test('can not be changed or deleted past the program either', async () => {
    const office = await createOffice()
    const { signed } = await sign(office)
    const { id } = signed
    const { review: open } = await begin(office)
    const attempts = [
      sql`update review set title = 'Another' where id = ${id}`,
      sql`update review set state = 'open', seal = null where id = ${id}`,
      sql`delete from review where id = ${id}`,
      sql`update review_document set body = '{}' where review_id = ${id}`,
      sql`update review_document set review_id = ${id} where review_id = ${open.id}`,
      sql`delete from review_document where review_id = ${id} and kind = 'record'`,
      sql`insert into review_document (review_id, kind, sha256, body) values (${id}, 'record', '', '{}')`,
      sql`truncate review cascade`,
      sql`truncate review_document`,
    ]
    for (const attempt of attempts) await expect(attempt.execute(world.db)).rejects.toThrow()
    const { items } = await office.owner.client.get('reviews.list', { params: office })
    expect(items).toContainEqual(signed)
    await sql`delete from review where id = ${open.id}`.execute(world.db)
  })

  test('goes with its account', async () => {
    const office = await createOffice()
    const { signed } = await sign(office)
    await sql`delete from account where id = ${office.accountId}`.execute(world.db)
    const left = await world.db.selectFrom('review').select('id').where('id', '=', signed.id).execute()
    expect(left).toEqual([])
    const documents = await world.db
      .selectFrom('review_document')
      .select('kind')
      .where('review_id', '=', signed.id)
      .execute()
    expect(documents).toEqual([])
  })
})

describe('a review that comes again', () => {
  test('is planned by the last signature, and begun under its own id', async () => {
    const office = await createOffice()
    const { signed } = await sign(office, { repeatMonths: 3, dueAt: '2026-03-31T12:00:00.000Z' })
    const list = async () => (await office.owner.client.get('reviews.list', { params: office })).items
    const planned = (await list()).find(({ state }) => state === 'planned')
    expect(planned).toMatchObject({
      title: signed.title,
      scope: signed.scope,
      reviewerId: office.owner.id,
      dueAt: '2026-06-30T12:00:00.000Z',
      repeatMonths: 3,
      snapshot: null,
    })
    if (!planned) throw new Error('nothing is planned')
    const { id: reviewId, dueAt } = planned
    const next = await sign(office, { repeatMonths: 3, reviewId, dueAt })
    expect(next.signed.id).toBe(planned.id)
    const after = (await list()).find(({ state }) => state === 'planned')
    // It is due at the end of the month again.
    expect(after?.dueAt).toBe('2026-09-30T12:00:00.000Z')
  })
})
