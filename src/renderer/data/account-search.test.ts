import { describe, expect, it } from 'vitest'
import type { AccountItem } from '../../ipc/views.ts'
import { matchScore, searchAccounts } from './account-search.ts'

function account(name: string, reference = '1', own: Partial<AccountItem> = {}): AccountItem {
  return { name, reference, environmentName: 'Production', alias: '', tags: [], ...own } as AccountItem
}

const names = (found: AccountItem[]) => found.map((each) => each.name)

describe('searching accounts', () => {
  it('finds a name without its accents and in any case', () => {
    expect(names(searchAccounts([account('Łódź Café'), account('Harbour')], 'CAFE'))).toEqual(['Łódź Café'])
  })

  it('puts a beginning before the beginning of a word, and that before the middle of one', () => {
    const found = searchAccounts(
      [account('Seaharbour'), account('Old Harbour'), account('Harbourgate')],
      'harb',
    )
    expect(names(found)).toEqual(['Harbourgate', 'Old Harbour', 'Seaharbour'])
  })

  it('finds by reference', () => {
    expect(names(searchAccounts([account('A', 'GH-1001'), account('B', 'GH-2002')], '2002'))).toEqual(['B'])
  })

  it("finds by the user's own words", () => {
    const accounts = [account('A', '1', { alias: 'The bakery' }), account('B', '2', { tags: ['Monthly'] })]
    expect(names(searchAccounts(accounts, 'baker'))).toEqual(['A'])
    expect(names(searchAccounts(accounts, 'month'))).toEqual(['B'])
  })

  it('finds suspended and closed accounts by what their state is called', () => {
    const accounts = [account('A', '1', { status: 'active' }), account('B', '2', { status: 'suspended' })]
    expect(names(searchAccounts(accounts, 'susp'))).toEqual(['B'])
    expect(names(searchAccounts(accounts, 'active'))).toEqual([])
  })

  it('finds words in any order', () => {
    expect(names(searchAccounts([account('Silverford Travel'), account('Silver')], 'travel silver'))).toEqual(
      ['Silverford Travel'],
    )
  })

  it('forgives missing letters only where it is asked to', () => {
    const accounts = [account('Harbourcrest')]
    expect(searchAccounts(accounts, 'hrbour')).toEqual([])
    expect(names(searchAccounts(accounts, 'hrbour', { loose: true }))).toEqual(['Harbourcrest'])
  })

  it('does not take scattered letters for a match', () => {
    expect(matchScore('a long sentence about nothing at all', 'agt')).toBe(0)
  })

  it('keeps to the limit and to the order of equals', () => {
    const accounts = [account('Acme 1'), account('Acme 2'), account('Acme 3')]
    expect(names(searchAccounts(accounts, 'acme', { limit: 2 }))).toEqual(['Acme 1', 'Acme 2'])
  })
})
