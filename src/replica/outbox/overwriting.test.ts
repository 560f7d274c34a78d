import type { MutationId, Service } from '@gatehouse/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openDatabase, type Sql } from '../database.ts'
import { createEngine } from '../engine.ts'
import { services } from '../repositories/account-rows.ts'
import * as i from '../testing/intents.ts'
import { createModelServer } from '../testing/model-server.ts'
import { fedWithRows, newKey, read, temporaryFolder } from '../testing/temporary.ts'
import * as w from '../testing/world.ts'

const runs = Number(process.env.CONVERGENCE_RUNS ?? 60)

type Field = 'label' | 'productName'

const field = fc.constantFrom<Field>('label', 'productName')
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('mine' as const), field }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('theirs' as const), field }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('send' as const), isLost: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('pull' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('undo' as const), pick: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('decide' as const), pick: fc.nat(5) }) },
)

const schedule = fc.array(step, { minLength: 5, maxLength: 30 })
type Schedule = typeof schedule extends fc.Arbitrary<infer S> ? S : never

/** Plays a schedule to its end, looking at each row that the server writes. Answers how many collisions came up. */
function play(file: string, steps: Schedule): number {
  const id = w.services[0]?.id
  if (!id) throw new Error('the world has no service')
  let collisions = 0
  let sql: Sql | null = null
  const engine = fedWithRows(
    createEngine((...options) => {
      const opened = openDatabase(...options)
      if (opened.ok) sql = opened.value
      return opened
    }),
  )
  const opened = engine.open({ file, key: newKey() })
  if (!opened.ok) throw new Error(opened.error.code)
  const server = createModelServer()
  engine.applyBootstrap(server.bootstrap(), w.now)
  /** Each value is written once, so it says who wrote it and when. Those that the user knew when they decided. */
  const known = new Map<MutationId, Set<string>>()
  const own = new Set<string>()
  const shownSoFar = new Set<string>()
  let count = 0
  const onServer = () => server.view.service(w.acme, id) as Service
  const onScreen = () => (sql ? services.get(sql, w.acme, id) : null)

  for (const step of [
    ...steps,
    ...Array.from({ length: 12 }, () => ({ do: 'send', isLost: false }) as const),
  ]) {
    count += 1
    const shown = onScreen()
    if (shown) shownSoFar.add(shown.label).add(shown.productName)
    const queue = read(engine, 'outbox.list', {})
    if (step.do === 'mine') {
      const row = onScreen()
      const value = `mine ${count}`
      if (!row) continue
      const mutationId = w.mutationId(count)
      if (!engine.enqueue(mutationId, i.editService(row, { [step.field]: value }), w.now).ok) continue
      own.add(value)
      known.set(mutationId, new Set(shownSoFar))
    } else if (step.do === 'theirs') {
      server.disturb(i.editService(onServer(), { [step.field]: `theirs ${count}` }), w.now)
    } else if (step.do === 'pull') {
      engine.applyPage(server.page(engine.state().cursor ?? ''), w.now)
    } else if (step.do === 'undo') {
      const item = queue[step.pick % Math.max(queue.length, 1)]
      if (item) engine.undo(item.mutationId)
    } else if (step.do === 'decide') {
      const item = queue.find(({ state }) => state === 'refused')
      if (!item?.conflict) continue
      collisions += 1
      const { theirs } = item.conflict
      const told = [String(theirs.label), String(theirs.productName)]
      const mutationId = w.mutationId(count)
      engine.resolve(item.mutationId, mutationId, 'mine', w.now)
      known.set(mutationId, new Set([...(known.get(item.mutationId) ?? []), ...told]))
    } else {
      const [next] = engine.outgoing()
      if (!next) {
        engine.applyPage(server.page(engine.state().cursor ?? ''), w.now)
        continue
      }
      const { mutationId, intent } = next
      engine.moveOutbox(mutationId, { to: 'sending', intent })
      const before = onServer()
      const answer = server.send(mutationId, intent, w.now)
      const after = onServer()
      for (const name of ['label', 'productName'] as const) {
        if (before[name] === after[name] || own.has(before[name])) continue
        expect([...(known.get(mutationId) ?? [])], 'they knew what they replaced').toContain(before[name])
      }
      if (step.isLost) engine.moveOutbox(mutationId, { to: 'waiting' })
      else if (answer.ok) engine.moveOutbox(mutationId, { to: 'sent', ...answer.value })
      else engine.moveOutbox(mutationId, { to: 'refused', problem: answer.error })
    }
  }
  engine.close()
  return collisions
}

test('no field of somebody else is overwritten by who has not seen it', {
  timeout: 60_000 + runs * 2_000,
}, () => {
  const folder = temporaryFolder()
  let run = 0
  fc.assert(
    fc.property(schedule, (steps) => {
      run += 1
      play(`${folder}/${run}.db`, steps)
    }),
    { numRuns: runs },
  )
})

test('such schedules do collide', () => {
  // Always the same ones, so that how many others are played has no part in it.
  const folder = temporaryFolder()
  const collisions = fc
    .sample(schedule, { numRuns: 12, seed: 1 })
    .map((steps, n) => play(`${folder}/${n}.db`, steps))
  expect(Math.max(...collisions)).toBeGreaterThan(0)
})
