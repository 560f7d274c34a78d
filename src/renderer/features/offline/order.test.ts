import { type AccountId, accountIdSchema, environmentIdSchema } from '@gatehouse/contract'
import { expect, test } from 'vitest'
import type { OfflineAccount } from '../../../ipc/views.ts'
import { arranged } from './order.ts'

const environmentId = environmentIdSchema.parse('00000001-0000-7000-8000-000000000001')

function account(n: number, name: string, rows: number, loadedAt: string | null): OfflineAccount {
  const accountId: AccountId = accountIdSchema.parse(`00000002-0000-7000-8000-00000000000${n}`)
  const status = 'active' as const
  return {
    accountId,
    name,
    reference: `C-${n}`,
    status,
    environmentId,
    rows,
    bytes: rows * 80,
    kept: true,
    loadedAt,
  }
}

const accounts = [
  account(1, 'Ålesund Shipping', 10, '2026-03-02T00:00:00.000Z'),
  account(2, 'Borealis', 30, '2026-03-01T00:00:00.000Z'),
  account(3, 'Cumulus', 20, null),
]
const names = (rows: readonly OfflineAccount[]) => rows.map(({ name }) => name)

test('the largest come first by size, the oldest by freshness, and what is not here last', () => {
  expect(names(arranged(accounts, '', 'size'))).toEqual(['Borealis', 'Cumulus', 'Ålesund Shipping'])
  expect(names(arranged(accounts, '', 'freshness'))).toEqual(['Borealis', 'Ålesund Shipping', 'Cumulus'])
  expect(names(arranged(accounts, '', 'name'))).toEqual(names(accounts))
})

test('an account is found by a part of its name without its marks, and by its reference', () => {
  expect(names(arranged(accounts, 'alesund', 'name'))).toEqual(['Ålesund Shipping'])
  expect(names(arranged(accounts, 'c-2', 'size'))).toEqual(['Borealis'])
  expect(arranged(accounts, 'nobody', 'size')).toEqual([])
})
