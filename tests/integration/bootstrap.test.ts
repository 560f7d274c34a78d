import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Client, signIn, startClient } from './kit/client.ts'
import { answered, everyStoredRow, expectSameAsApi } from './kit/compare.ts'
import { createFirm, type Firm } from './kit/firm.ts'
import { createScene, type Scene } from './kit/scene.ts'

let scene: Scene
let firm: Firm
beforeAll(async () => {
  scene = await createScene()
  firm = await createFirm(scene.world)
})
afterAll(() => scene.close())

async function bootstrapped(who: 'consultant' | 'owner' | 'administrator'): Promise<Client> {
  await scene.giveLogin(firm[who].id)
  const client = await startClient(scene, await signIn(scene, firm[who].email))
  onTestFinished(() => client.dispose())
  await client.settled()
  return client
}

test.for([
  ['consultant', 7],
  ['owner', 1],
  ['administrator', 6],
] as const)(
  'the %s gets into the replica exactly what the API answers, of %i accounts',
  async ([who, accounts]) => {
    const client = await bootstrapped(who)
    const picture = await expectSameAsApi(scene, client)
    expect(Object.keys(picture)).toHaveLength(accounts)
    const all = Object.values(picture)
    for (const list of ['accountApplications', 'memberships', 'grants', 'invitations', 'access'] as const) {
      expect(all.flatMap((account): unknown[] => account[list]).length, list).toBeGreaterThan(0)
    }
  },
)

test('no table of a replica holds anything of an account that is not its principal’s', async () => {
  const client = await bootstrapped('consultant')
  const own = new Set(answered(await client.read('accounts.list', {})).map(({ id }) => id))
  expect(firm.foreign.filter((id) => own.has(id))).toEqual([])
  const { db } = scene.world
  const [accounts, memberships, invitations, services] = await Promise.all([
    db.selectFrom('account').select(['id', 'id as account_id']).execute(),
    db.selectFrom('membership').select(['id', 'account_id']).execute(),
    db.selectFrom('invitation').select(['id', 'account_id']).execute(),
    db.selectFrom('service').select(['id', 'account_id']).execute(),
  ])
  const foreign = new Set<string>(
    [...accounts, ...memberships, ...invitations, ...services]
      .filter(({ account_id }) => !own.has(account_id))
      .map(({ id }) => id),
  )
  expect(foreign.size).toBe(14)
  const rows = await everyStoredRow(client)
  expect(rows.length).toBeGreaterThan(100)
  const uuids = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g
  expect(rows.filter((row) => row.match(uuids)?.some((id) => foreign.has(id)))).toEqual([])
})

test('what somebody may not see in an account is not in their replica either', async () => {
  const client = await bootstrapped('consultant')
  const rows = await everyStoredRow(client)
  const { suspended, billing } = firm.accounts
  const entry = (accountId: string) =>
    rows.find((row) => row.startsWith('account ') && row.includes(accountId))
  const numberOf = (accountId: string) => Number(/"n":(\d+)/.exec(entry(accountId) ?? '')?.[1])
  const of = (accountId: string) =>
    rows.filter((row) => accountIn(row) === numberOf(accountId)).map((row) => row.split(' ')[0])
  expect(entry(suspended)).toBeDefined()
  expect(of(suspended)).toEqual([])
  expect(new Set(of(billing))).not.toContain('invitation')
  expect(of(billing).filter((table) => table === 'membership')).toHaveLength(1)
})

/** The number of the account to which a stored row belongs: named, or the upper part of its key. */
function accountIn(row: string): number | null {
  const named = /"account":(\d+)/.exec(row)?.[1]
  if (named !== undefined) return Number(named)
  const key = /^(?:membership|invitation|absentee) .*"k":(\d+)/.exec(row)?.[1]
  return key === undefined ? null : Math.floor(Number(key) / 131_072)
}
