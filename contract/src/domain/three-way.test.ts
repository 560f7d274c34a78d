import { expect, test } from 'vitest'
import { mergeFields, type Sides } from './three-way.ts'

const at = (over: Partial<Sides>): Sides => {
  const base = { name: 'A', label: 'x', list: ['a', 'b'] }
  return { seen: base, base, mine: base, theirs: base, current: base, ...over }
}

test('a field that only one side changed is theirs or mine', () => {
  const theirs = { name: 'A', label: 'theirs', list: ['a', 'b'] }
  const mine = { name: 'mine', label: 'x', list: ['a', 'b'] }
  expect(mergeFields(at({ mine, theirs, current: theirs }))).toEqual({
    fields: { name: 'mine', label: 'theirs', list: ['a', 'b'] },
    collisions: [],
  })
})

test('a field that both changed collides, unless they made the same of it', () => {
  const theirs = { name: 'theirs', label: 'both', list: ['a', 'b'] }
  const mine = { name: 'mine', label: 'both', list: ['a', 'b'] }
  expect(mergeFields(at({ mine, theirs, current: theirs }))).toEqual({
    fields: { name: 'mine', label: 'both', list: ['a', 'b'] },
    collisions: ['name'],
  })
})

test('fields of one unit are taken or kept together', () => {
  const theirs = { name: 'theirs', label: 'x', list: ['a', 'b'] }
  const mine = { name: 'A', label: 'mine', list: ['a', 'b'] }
  expect(mergeFields(at({ mine, theirs, current: theirs }), [['name', 'label']])).toMatchObject({
    fields: { name: 'A', label: 'mine' },
    collisions: ['name', 'label'],
  })
})

test('the order of a list is no change', () => {
  const mine = { list: ['b', 'a'] }
  const theirs = { name: 'A', label: 'x', list: ['c'] }
  expect(mergeFields(at({ mine, theirs, current: theirs }))).toEqual({
    fields: { list: ['c'] },
    collisions: [],
  })
})

test('what an earlier change of mine showed is not what I meant to change', () => {
  const seen = { name: 'earlier', label: 'x', list: [] }
  const mine = { name: 'earlier', label: 'mine' }
  const { base } = at({})
  expect(mergeFields(at({ seen, mine, current: base }))).toEqual({
    fields: { name: 'A', label: 'mine' },
    collisions: [],
  })
})
