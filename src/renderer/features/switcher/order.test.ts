import { describe, expect, it } from 'vitest'
import type { AccountItem } from '../../../ipc/views.ts'
import { type Line, switcherLines } from './order.ts'

const accounts = Array.from({ length: 12 }, (_, index) => ({
  id: `id-${index}`,
  name: `Account ${String.fromCharCode(65 + index)}`,
  reference: `10${index}`,
  environmentName: 'Production',
  alias: '',
  tags: [] as string[],
})) as AccountItem[]

function told(lines: Line[]): string[] {
  return lines.map((line) => (line.kind === 'heading' ? `# ${line.text}` : line.account.name))
}

describe('the order of the switcher', () => {
  it('rule 6: lists pins, then recents, then the rest, each account once', () => {
    expect(told(switcherLines(accounts.slice(0, 5), ['id-3'], ['id-3', 'id-1'], ''))).toEqual([
      '# Pinned',
      'Account D',
      '# Recent',
      'Account B',
      '# All others',
      'Account A',
      'Account C',
      'Account E',
    ])
  })

  it('shows at most seven recents', () => {
    const lines = told(switcherLines(accounts, [], accounts.map((each) => each.id).toReversed(), ''))
    expect(lines.indexOf('# All others') - lines.indexOf('# Recent') - 1).toBe(7)
  })

  it('has no headings where there is one group', () => {
    expect(told(switcherLines(accounts.slice(0, 2), [], [], ''))).toEqual(['Account A', 'Account B'])
  })

  it('drops pins and recents that are no longer seen', () => {
    expect(told(switcherLines(accounts.slice(0, 1), ['gone'], ['gone too'], ''))).toEqual(['Account A'])
  })

  it('counts positions without headings, and numbers pins from one', () => {
    const lines = switcherLines(accounts.slice(0, 3), ['id-2'], ['id-1'], '')
    const rows = lines.filter((line) => line.kind === 'account')
    expect(rows.map((row) => row.position)).toEqual([0, 1, 2])
    expect(rows.map((row) => row.pinNumber)).toEqual([1, null, null])
  })

  it('lists matches alone while a filter holds', () => {
    expect(told(switcherLines(accounts, ['id-3'], [], 'account c'))).toEqual(['Account C'])
  })
})
