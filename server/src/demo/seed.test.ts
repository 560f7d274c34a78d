import { likelyDuplicates, type MembershipId, permissionsOf } from '@gatehouse/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyPassword } from '../identity/sign-in/passwords.ts'
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts'
import { productionApplications } from './catalogue.ts'
import { generate } from './generate.ts'
import { type Rows, tableOrder } from './rows.ts'
import { demoPassword, demoPeople, demoPerson, inviteeToken, seedDatabase, seedPlans } from './seed.ts'

const now = new Date('2026-03-01T09:00:00Z')
const publicUrl = 'http://127.0.0.1:4400'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await seedDatabase(database.db, { name: 'demo', seed: 'word', now, publicUrl })
})
afterAll(() => database.drop())

async function fingerprint({ db }: TestDatabase): Promise<string[]> {
  const parts = [...tableOrder, 'mail_outbox'].map(async (table) => {
    const { rows } = await sql<{ hash: string }>`
      select md5(string_agg(t::text, '' order by t::text)) as hash from ${sql.table(table)} t`.execute(db)
    return `${table} ${rows[0]?.hash}`
  })
  return Promise.all(parts)
}

async function count(query: ReturnType<typeof sql<{ n: string }>>): Promise<number> {
  const { rows } = await query.execute(database.db)
  return Number(rows[0]?.n)
}

test('the same seed makes the same rows, another word makes others', async () => {
  const [same, other] = await Promise.all([createTestDatabase(), createTestDatabase()])
  try {
    await seedDatabase(same.db, { name: 'demo', seed: 'word', now, publicUrl })
    await seedDatabase(other.db, { name: 'demo', seed: 'another', now, publicUrl })
    const expected = await fingerprint(database)
    expect(await fingerprint(same)).toEqual(expected)
    expect((await fingerprint(other)).filter((line) => expected.includes(line))).toEqual([])
  } finally {
    await Promise.all([same.drop(), other.drop()])
  }
})

test('the demo has reviews in every state that a screen shows', async () => {
  const rows = await database.db
    .selectFrom('review as r')
    .innerJoin('app_user as u', 'u.id', 'r.reviewer_id')
    .select(['u.email', 'r.state', 'r.due_at'])
    .execute()
  const statesOf = (email: string) =>
    rows
      .filter((row) => row.email === email)
      .map(({ state, due_at }) => (state === 'open' && due_at && due_at < now ? 'overdue' : state))
      .toSorted()
  expect(statesOf('nadia@example.org')).toEqual(['open', 'overdue', 'planned', 'signed'])
  expect(statesOf('cassie@example.com')).toEqual(expect.arrayContaining(['open', 'overdue']))
})

test('the demo has the sizes that were promised', async () => {
  const { rows } = await sql<{ kind: string; accounts: string; applications: string }>`
    select kind, (select count(*) from account a where a.environment_id = e.id) as accounts,
      (select count(*) from application a where a.environment_id = e.id) as applications
    from environment e order by kind`.execute(database.db)
  expect(rows).toEqual([
    { kind: 'development', accounts: '5', applications: '7' },
    { kind: 'production', accounts: '55', applications: '24' },
  ])
  expect(await count(sql`select count(*) as n from membership`)).toBe(2_500)
  expect(await count(sql`select count(*) as n from account where status = 'suspended'`)).toBe(2)
  expect(await count(sql`select count(*) as n from account where status = 'closed'`)).toBe(1)
  expect(
    await count(sql`select count(*) as n from account where not exists (
      select from membership m where m.account_id = account.id and m.role = 'owner')`),
  ).toBe(0)
  expect(
    await count(sql`select count(*) as n from account where not exists (
      select from activity where account_id = account.id) or not exists (
      select from service where account_id = account.id)`),
  ).toBe(0)
  const { rows: states } = await sql<{
    status: string
  }>`select distinct status from invitation order by 1`.execute(database.db)
  expect(states.map(({ status }) => status)).toEqual([
    'accepted',
    'declined',
    'expired',
    'pending',
    'revoked',
  ])
})

test('the vendor has inactive, default and auto-assigned applications, and agents', () => {
  const list = productionApplications(24)
  expect(list.filter(({ status }) => status === 'inactive')).toHaveLength(4)
  expect(list.filter(({ type }) => type === 'agent')).toHaveLength(5)
  expect(list.filter(({ isDefault }) => isDefault)).toHaveLength(1)
  expect(list.filter(({ autoAssign }) => autoAssign)).toHaveLength(2)
  const many = productionApplications(200)
  expect(new Set(many.map(({ key }) => key)).size).toBe(200)
  expect(many.filter(({ isDefault }) => isDefault)).toHaveLength(1)
})

test('nothing happened outside of the last ninety days or in the future, and no mail can reach anybody', async () => {
  const since = new Date(now.getTime() - 90 * 86_400_000)
  expect(await count(sql`select count(*) as n from activity where at < ${since} or at > ${now}`)).toBe(0)
  expect(await count(sql`select count(*) as n from membership where created_at > ${now}`)).toBe(0)
  expect(
    await count(sql`select count(*) as n from (
      select email from app_user union all select email from invitation) x
      where email !~ '@([a-z0-9-]+[.])?example[.](com|org|net)$'`),
  ).toBe(0)
})

test('the people who can sign in are as they are described', async () => {
  const memberships = (email: string) =>
    database.db
      .selectFrom('membership')
      .innerJoin('app_user', 'app_user.id', 'membership.user_id')
      .select(['role', 'status', 'permissions', 'password_hash'])
      .where('email', '=', email)
      .execute()

  const cassie = await memberships(demoPerson('consultant').email)
  expect(cassie).toHaveLength(40)
  expect(cassie.filter(({ role }) => role === 'owner')).toHaveLength(2)
  expect(new Set(cassie.map(({ role }) => role)).size).toBe(5)
  expect(cassie.filter(({ status }) => status === 'suspended')).toHaveLength(1)
  for (const { role, permissions } of cassie) expect(permissions).toEqual(permissionsOf(role, []))
  expect(await verifyPassword(cassie[0]?.password_hash ?? null, demoPassword)).toBe(true)

  expect(await memberships(demoPerson('owner').email)).toMatchObject([{ role: 'owner' }])
  expect(await count(sql`select count(*) as n from environment_administrator`)).toBe(2)
  expect(
    await count(sql`select count(*) as n from app_user where email = ${demoPerson('invitee').email}`),
  ).toBe(0)
  expect(demoPeople.filter(({ hasLogin }) => hasLogin)).toHaveLength(3)
  expect(await count(sql`select count(*) as n from app_user where password_hash is not null`)).toBe(3)
})

test('the invitee has a mail with the link of a pending invitation', async () => {
  const mail = await database.db.selectFrom('mail_outbox').selectAll().executeTakeFirstOrThrow()
  expect(mail).toMatchObject({
    recipient: demoPerson('invitee').email,
    template: 'invitation',
    data: { link: `${publicUrl}/invite/${inviteeToken('word')}`, invitedByName: demoPerson('owner').name },
  })
})

test('names come in several scripts', async () => {
  const { rows } = await sql<{ name: string }>`select name from app_user`.execute(database.db)
  const scripts = ['Latin', 'Arabic', 'Cyrillic', 'Greek', 'Hebrew', 'Han', 'Devanagari']
  for (const script of scripts) {
    const pattern = new RegExp(`\\p{Script=${script}}`, 'u')
    expect(rows.some(({ name }) => pattern.test(name))).toBe(true)
  }
})

test('a database that holds accounts is left alone', async () => {
  const before = await fingerprint(database)
  await expect(seedDatabase(database.db, { name: 'demo', seed: 'word', now, publicUrl })).rejects.toThrow(
    'has accounts already',
  )
  expect(await fingerprint(database)).toEqual(before)
})

test('the firm has its size', () => {
  let [accounts, memberships] = [0, 0]
  const options = { seed: 'word', nowMs: now.getTime(), passwordHash: '' }
  for (const batch of generate(seedPlans.firm, options)) {
    accounts += batch.account.length
    memberships += batch.membership.length
  }
  expect({ accounts, memberships }).toEqual({ accounts: 200, memberships: 10_000 })
})

test('some people have a login from before one login worked in every account, three of them at the owner', () => {
  const owner = demoPerson('owner').email
  const found: { groups: number; isOwners: boolean }[] = []
  const people = new Map<string, Rows['app_user']>()
  for (const batch of generate(seedPlans.demo, { seed: 'word', nowMs: now.getTime(), passwordHash: '' })) {
    for (const user of batch.app_user) people.set(user.id, user)
    const members = batch.membership.map((row) => {
      const { name, email, is_legacy } = people.get(row.user_id) ?? { name: '', email: '', is_legacy: false }
      return {
        ...{ id: row.id as MembershipId, name, email, isLegacy: is_legacy, isOwner: row.role === 'owner' },
        ...{ status: row.status, permissions: [...row.permissions], grants: 0 },
        ...{ lastActiveAt: row.last_active_at, createdAt: row.created_at },
      }
    })
    const groups = likelyDuplicates(members)
    const isOwners = members.some(({ email }) => email === owner)
    if (groups.length > 0) found.push({ groups: groups.length, isOwners })
  }
  expect(found.filter(({ isOwners }) => isOwners)).toEqual([{ groups: 3, isOwners: true }])
  expect(found.length).toBeGreaterThan(1)
})
