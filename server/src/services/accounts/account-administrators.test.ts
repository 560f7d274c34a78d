import { afterAll, beforeAll, expect, test } from 'vitest'
import { createWorld, type World } from '../../testing/world.ts'

let world: World

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

test('the administrators of the environment are told to those who may see users', async () => {
  const accountId = await world.account()
  const user = await world.member(accountId, 'viewer')
  const administrator = await world.administrator()
  const elsewhere = await world.administrator(await world.environment())
  const { items } = await user.client.get('accounts.administrators', { params: { accountId } })
  const { id: userId, name, email } = administrator
  expect(items).toContainEqual({ userId, name, email })
  expect(items.map((item) => item.userId)).not.toContain(elsewhere.id)
  const billing = await world.member(accountId, 'billing')
  const refused = await billing.client.refused('accounts.administrators', { params: { accountId } })
  expect(refused).toMatchObject({ code: 'forbidden', required: 'users.view' })
})
