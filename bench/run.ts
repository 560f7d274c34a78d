// `npm run bench`: a table of what was measured, against its budget. `-- --only replica,sync` for parts, `-- --quick`
// for smaller worlds, `-- --json FILE`. What each figure means is in docs/benchmarks.md.
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { benchSearch, benchStart, benchSwitch } from './app/bench.ts'
import { benchMatrix } from './app/matrix.ts'
import { contention, describeMachine } from './machine.ts'
import { type Bench, isWithin, type Metric, rounded } from './metric.ts'
import { benchPeers } from './peers/bench.ts'
import { benchReplica } from './replica/bench.ts'
import { benchSync } from './replica/sync.ts'
import { benchServer } from './server/server.ts'
import { benchUi } from './ui.ts'

const benches: Record<string, Bench> = {
  ui: benchUi,
  start: benchStart,
  switch: benchSwitch,
  search: benchSearch,
  matrix: benchMatrix,
  sync: benchSync,
  replica: benchReplica,
  peers: benchPeers,
  server: benchServer,
}
const { values } = parseArgs({
  options: { only: { type: 'string' }, json: { type: 'string' }, quick: { type: 'boolean', default: false } },
})
const chosen = values.only?.split(',') ?? Object.keys(benches)
const unknown = chosen.filter((name) => !benches[name])
if (unknown.length > 0) {
  console.error(
    `bench: nothing is called ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}`,
  )
  process.exit(1)
}

const contentions = [contention()]
const metrics: Record<string, Metric & { ok: boolean }> = {}
for (const name of chosen) {
  const started = performance.now()
  for (const [metric, measured] of Object.entries((await benches[name]?.({ quick: values.quick })) ?? {})) {
    metrics[metric] = { ...measured, ok: isWithin(measured) }
  }
  contentions.push(contention())
  console.error(`bench: ${name} took ${Math.round((performance.now() - started) / 1000)} s`)
}
for (const [name, { value, unit, budget, ok, peer }] of Object.entries(metrics)) {
  console.log(
    `${name.padEnd(24)} ${String(value).padStart(10)} ${unit.padEnd(8)} budget ${String(budget).padStart(8)}   ${ok ? 'within' : 'OVER BUDGET'}`,
  )
  for (const [context, known] of Object.entries(peer ?? {}))
    console.log(`  ${context}: ${known ?? 'unknown'}`)
}
const machine = { ...describeMachine(), contention: contentions.map((value) => rounded(value)) }
console.log(`machine: ${Object.values(machine).join(', ')}`)
if (values.json) writeFileSync(values.json, `${JSON.stringify({ metrics, machine }, null, 2)}\n`)
// The virtual display goes with the process, and would keep it for ever.
process.exit()
