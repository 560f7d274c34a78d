import { expect, test } from 'vitest'
import { openToRead } from '../database.ts'
import { done, openWorld } from '../testing/temporary.ts'
import { grantedTo, grantsAtSlot } from './counts.ts'

test('the grants of one membership are found without looking at those of all users', () => {
  const { file, key } = openWorld()
  const sql = done(openToRead(file, key.slice()))
  const holders = sql.all<{ account: number; slot: number }>('select distinct account, slot from grant_')
  expect(holders.length).toBeGreaterThan(1)
  for (const { account, slot } of holders) {
    const plain = sql.all<{ application: number }>(
      'select application from grant_ where account = ? and slot = ? order by application',
      account,
      slot,
    )
    expect(grantedTo(sql, account, slot)).toEqual(plain.map(({ application }) => application))
  }
  expect(grantedTo(sql, 1, 131_000)).toEqual([])
  const plan = sql.all<{ detail: string }>(`explain query plan ${grantsAtSlot}`, 1, 1, 1, 1)
  const looks = plan.map(({ detail }) => detail).filter((detail) => / (g|grant_) /.test(detail))
  expect(looks.at(-1)).toMatch(/SEARCH g .*account=\? AND application=\? AND slot=\?/)
  expect(looks.filter((detail) => detail.startsWith('SCAN'))).toEqual([])
  sql.close()
})
