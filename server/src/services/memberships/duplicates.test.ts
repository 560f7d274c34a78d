import type { AccountId } from '@gatehouse/contract'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createWorld, type Member, type World } from '../../testing/world.ts'

let world: World
let accountId: AccountId
let owner: Member
let count = 0

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  accountId = await world.account()
  owner = await world.member(accountId, 'owner')
  count += 1
})

/** A member of the account by name and address; the address is this test's own. */
async function member(name: string, local: string, others: { isLegacy?: boolean; endsAt?: Date } = {}) {
  const { isLegacy = false, endsAt } = others
  const person = await world.user({ name, email: `${local}@t${count}.example.com` })
  if (isLegacy)
    await world.db.updateTable('app_user').set({ is_legacy: true }).where('id', '=', person.id).execute()
  return world.member(accountId, 'viewer', { person, ...(endsAt ? { endsAt } : {}) })
}
const duplicates = async () => {
  const { items } = await owner.client.get('memberships.duplicates', { params: { accountId } })
  return items.map(({ keep, others }) => ({
    keep: keep.id,
    others: others.map(({ membership, reasons }) => [membership.id, ...reasons]),
  }))
}

test('a legacy login is found beside the newer one of the same person, which is to be kept', async () => {
  const ana = await member('Ana Ruiz', 'ana')
  const old = await member('RUIZ, Ana', 'fernstone-desk', { isLegacy: true })
  await member('Bob Stone', 'bob')
  expect(await duplicates()).toEqual([{ keep: ana.membershipId, others: [[old.membershipId, 'name']] }])
})

test('of two logins alike, the one that has been given more is kept', async () => {
  const plain = await member('Ana Ruiz', 'ana')
  const granted = await member('Ana Ruiz', 'ana+work')
  const applicationId = await world.application()
  await world.assign(accountId, applicationId)
  await world.grant(accountId, granted.membershipId, applicationId)
  expect(await duplicates()).toEqual([
    { keep: granted.membershipId, others: [[plain.membershipId, 'mailbox', 'name_and_local_part']] },
  ])
})

test('whoever is in another account, or in none any more, is left out', async () => {
  await member('Ana Ruiz', 'ana')
  await member('Ana Ruiz', 'ana+over', { endsAt: world.clock.now() })
  const elsewhere = await world.account()
  const person = await world.user({ name: 'Ana Ruiz', email: `ana+other@t${count}.example.com` })
  await world.member(elsewhere, 'viewer', { person })
  expect(await duplicates()).toEqual([])
})

test('the one to remove is removed like any user', async () => {
  await member('Ana Ruiz', 'ana')
  const old = await member('Ana Ruiz', 'old', { isLegacy: true })
  const params = { accountId, membershipId: old.membershipId }
  await owner.client.get('memberships.remove', { params })
  expect(await duplicates()).toEqual([])
})
