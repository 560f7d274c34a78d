import { expect, test } from 'vitest'
import { createArrivals, mostEarly } from './arrivals.ts'

function taker() {
  const heard: string[] = []
  return { heard, link: (text: string) => heard.push(text), secondStart: () => heard.push('started') }
}

test('links that came before anybody could take them are handed over in their order, and once', () => {
  const arrivals = createArrivals()
  arrivals.link('one')
  arrivals.secondStart()
  arrivals.link('two')
  const first = taker()
  arrivals.handTo(first)
  expect(first.heard).toEqual(['one', 'two'])
})

test('from then on everything goes straight on', () => {
  const arrivals = createArrivals()
  const first = taker()
  arrivals.handTo(first)
  expect(first.heard).toEqual([])
  arrivals.link('three')
  arrivals.secondStart()
  expect(first.heard).toEqual(['three', 'started'])
})

test('a flood before the start leaves the newest', () => {
  const arrivals = createArrivals()
  for (let each = 0; each < 100; each += 1) arrivals.link(String(each))
  const first = taker()
  arrivals.handTo(first)
  expect(first.heard).toHaveLength(mostEarly)
  expect(first.heard.at(-1)).toBe('99')
})
