import { expect, test } from 'vitest'
import type { OutboxItem } from '../../../ipc/views.ts'
import { gathered } from './batches-in-outbox.ts'

const item = (n: number, more: Partial<OutboxItem> = {}) =>
  ({ mutationId: `m${n}`, batchId: null, state: 'waiting', conflict: null, ...more }) as OutboxItem
const many = (count: number, more: Partial<OutboxItem>) =>
  Array.from({ length: count }, (_, n) => item(n, more))
const shape = (items: readonly OutboxItem[]) =>
  gathered(items).map((entry) => (entry.kind === 'batch' ? `${entry.state} ${entry.items.length}` : 'change'))

test('many changes that were made together stand in one line, where the first of them stood', () => {
  expect(shape([item(90), ...many(20, { batchId: 'a' }), item(91)])).toEqual([
    'change',
    'waiting 20',
    'change',
  ])
})

test('those that were refused are told apart from those that wait, and a few stand each on its own', () => {
  const refused = many(9, { batchId: 'a', state: 'refused' })
  const waiting = many(10, { batchId: 'a' })
  expect(shape([...refused, ...waiting])).toEqual(['refused 9', 'waiting 10'])
  expect(shape(many(3, { batchId: 'b' }))).toEqual(['change', 'change', 'change'])
})

test('a conflict is decided on its own line', () => {
  const conflict = {} as OutboxItem['conflict']
  expect(shape(many(8, { batchId: 'a', state: 'refused', conflict }))).toEqual(Array(8).fill('change'))
})
