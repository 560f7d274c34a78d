import { expect, test } from 'vitest'
import * as i from '../testing/intents.ts'
import { openWorld, read } from '../testing/temporary.ts'
import * as w from '../testing/world.ts'

test('the figures of a copy are sizes, counts and codes, and name nobody', () => {
  const { engine } = openWorld()
  engine.enqueue(w.mutationId(1), i.assign(w.portal), w.now)
  const figures = read(engine, 'diagnostics.replica', {})
  expect(figures).toMatchObject({
    accounts: 4,
    isReadOnly: false,
    outbox: [{ mutation: 'applications.assign', state: 'waiting', code: null, count: 1 }],
  })
  expect(figures.schemaVersion).toBeGreaterThan(0)
  expect(figures.pages * figures.pageBytes).toBeGreaterThan(0)
  expect(figures.rows).toBeGreaterThan(0)
  const said = JSON.stringify(figures)
  for (const { name } of read(engine, 'accounts.list', {})) expect(said).not.toContain(name)
  expect(said).not.toMatch(/@|[0-9a-f]{8}-[0-9a-f]{4}/)
})
