import type * as c from '@gatehouse/contract'
import { expect, test } from 'vitest'
import { openWorld, read, refusal } from '../testing/temporary.ts'
import * as w from '../testing/world.ts'

const olga = w.uuid<c.UserId>(6, 1)

test('whoever takes over is found among all active users who stay, not among the first alone', () => {
  const { engine } = openWorld()
  const many = Array.from({ length: 80 }, (_, n) =>
    w.membership(w.uuid<c.MembershipId>(4, 200 + n), w.acme, `Person ${String(n).padStart(2, '0')}`),
  )
  engine.applyPage(w.page(101, [w.put({ entity: 'membership', rows: many })]), w.now)
  const asked = { accountId: w.acme, userIds: [olga] }
  const names = (find: string) =>
    read(engine, 'people.heirs', { ...asked, find }).heirs.map(({ name }) => name)
  expect(names('person 79')).toEqual(['Person 79'])
  expect(names('olga'), 'leaves').toEqual([])
  expect(names('sue'), 'is suspended').toEqual([])
  const { heirs, total } = read(engine, 'people.heirs', asked)
  expect([heirs.length, total]).toEqual([8, 82])

  const chosen = many[79]?.id as c.MembershipId
  const lineWith = (heirIds: c.MembershipId[]) =>
    read(engine, 'people.leaver', { userIds: [olga], heirIds }).lines[0]
  expect(lineWith([])).toMatchObject({ hasHeirs: true, heirs: [] })
  expect(lineWith([chosen, w.sue])?.heirs).toMatchObject([{ membershipId: chosen, version: 1 }])
})

test('nobody is found in an account whose users may not be seen', () => {
  const asked = { accountId: w.cumulus, userIds: [olga] }
  expect(refusal(openWorld().engine, 'people.heirs', asked)).toBe('forbidden')
})
