import type { ApplicationId } from '@gatehouse/contract'
import { expect, test } from 'vitest'
import type { BulkApplication } from '../../../ipc/views.ts'
import { choicesOf, toggled } from './application-choice.ts'

const ids = (...of: string[]) => of as ApplicationId[]
const application = (id: string, name: string, change: Partial<BulkApplication> = {}) =>
  ({ id, name, everywhere: false, accounts: 4, assignedIn: 1, ...change }) as BulkApplication

test('over many accounts they are chosen by name, and only where one of the accounts has them', () => {
  const choices = choicesOf([
    application('1', 'Payroll', { assignedIn: 3 }),
    application('2', 'Payroll', { everywhere: true, assignedIn: 0 }),
    application('3', 'Wiki', { assignedIn: 0 }),
  ])
  expect(choices).toEqual([{ key: 'Payroll', name: 'Payroll', ids: ['1', '2'], accounts: 7 }])
  expect(toggled(ids('9'), { ids: ids('1', '2') })).toEqual(['9', '1', '2'])
  expect(toggled(ids('9', '1', '2'), { ids: ids('1', '2') })).toEqual(['9'])
})

test('in one account each is a choice, though two are called the same', () => {
  const choices = choicesOf([application('1', 'Payroll'), application('2', 'Payroll')], {
    isOneAccount: true,
  })
  expect(choices.map((each) => [each.key, each.ids])).toEqual([
    ['1', ['1']],
    ['2', ['2']],
  ])
})
