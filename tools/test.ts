// `npm test`: every check and every test, one after another, and one line that sums them up.
// `-- --only lint,types,unit,server,integration,host,e2e` runs a part.
// `npm run test:long -- --runs N --seed S --minutes M` plays the proofs that draw their cases for far longer.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { useDesktop } from './desktop.ts'
import { type Program, scriptOf } from './programs.ts'

const root = join(import.meta.dirname, '..')

/** A number given by this name, or the one that holds otherwise. */
function numberOf(flag: string, otherwise: number): number {
  const at = process.argv.indexOf(flag)
  const given = at < 0 ? otherwise : Number(process.argv[at + 1])
  if (Number.isInteger(given) && given >= 0) return given
  console.error(`tests: ${flag} wants a whole number`)
  process.exit(1)
}

/** Each proof for its share of the time at most; its seed and how far it is stand in the output. */
function playLong(): never {
  const proofs = ['convergence.test.ts', 'convergence-machines.test.ts', 'crash.test.ts']
  const environment = {
    ...process.env,
    PROOF_RUNS: String(numberOf('--runs', 1_000_000)),
    PROOF_SEED: String(numberOf('--seed', Date.now() % 0x7fffffff)),
    PROOF_MINUTES: String(numberOf('--minutes', 30)),
  }
  const { PROOF_RUNS, PROOF_SEED, PROOF_MINUTES } = environment
  console.log(`long proofs: --runs ${PROOF_RUNS} --seed ${PROOF_SEED} --minutes ${PROOF_MINUTES}, each`)
  const { status } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--project',
      'integration',
      '--disable-console-intercept=true',
      ...proofs.map((name) => `tests/integration/${name}`),
    ],
    { cwd: root, stdio: 'inherit', env: environment },
  )
  process.exit(status ?? 1)
}

if (process.argv.includes('--long')) playLong()
const scratch = mkdtempSync(join(tmpdir(), 'gatehouse-test-'))

interface Tally {
  passed: number
  failed: number
  skipped: string[]
}

interface Step {
  name: string
  run(): Tally
}

function command(program: Program | 'node', args: string[]): boolean {
  const script = program === 'node' ? [] : [scriptOf(program)]
  return spawnSync(process.execPath, [...script, ...args], { cwd: root, stdio: 'inherit' }).status === 0
}

/** A check that either holds or doesn't counts as one test. */
function check(name: string, program: Program | 'node', args: string[]): Step {
  return {
    name,
    run: () =>
      command(program, args) ? { passed: 1, failed: 0, skipped: [] } : { passed: 0, failed: 1, skipped: [] },
  }
}

const vitestReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
})

function vitest(name: string): Step {
  return {
    name,
    run() {
      const file = join(scratch, `${name}.json`)
      const clean = command('vitest', [
        'run',
        '--project',
        name,
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${file}`,
      ])
      const report = read(file, vitestReport)
      if (!report) return { passed: 0, failed: 1, skipped: [] }
      const tests = report.testResults.flatMap((suite) => suite.assertionResults)
      const failed = tests.filter((test) => test.status === 'failed').length
      // A file that doesn't load has no tests to fail, yet it failed.
      const broken = report.testResults.filter(
        (suite) =>
          suite.status === 'failed' && suite.assertionResults.every((test) => test.status !== 'failed'),
      ).length
      return {
        passed: tests.filter((test) => test.status === 'passed').length,
        failed: clean ? failed + broken : Math.max(1, failed + broken),
        skipped: tests
          .filter((test) => ['pending', 'skipped', 'todo'].includes(test.status))
          .map((test) => test.fullName),
      }
    },
  }
}

const playwrightReport = z.object({
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
})

function playwright(): Step {
  return {
    name: 'e2e',
    run() {
      const file = join(scratch, 'e2e.json')
      process.env.PLAYWRIGHT_JSON_OUTPUT_FILE = file
      const clean = command('playwright', [
        'test',
        '--config',
        'tests/e2e/playwright.config.ts',
        '--reporter=list,json',
      ])
      const report = read(file, playwrightReport)
      if (!report) return { passed: 0, failed: 1, skipped: [] }
      const { expected, unexpected, flaky, skipped } = report.stats
      const failed = unexpected + flaky // a test that needs a second try is a failed one
      return {
        passed: expected,
        failed: clean ? failed : Math.max(1, failed),
        skipped: Array.from({ length: skipped }, () => 'e2e (reason above)'),
      }
    },
  }
}

function read<T>(file: string, schema: z.ZodType<T>): T | null {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null
  }
}

const steps: Step[] = [
  check('lint', 'biome', ['check', '--error-on-warnings', '.']),
  check('types', 'node', ['tools/typecheck.ts']),
  check('build', 'electron-vite', ['build', '--logLevel', 'warn']),
  vitest('unit'),
  vitest('server'),
  vitest('integration'),
  vitest('desktop-host'),
  playwright(),
]

const only = process.argv.includes('--only')
  ? process.argv[process.argv.indexOf('--only') + 1]?.split(',')
  : undefined
const chosen = only ? steps.filter((step) => only.includes(step.name)) : steps
if (chosen.length === 0) {
  console.error(
    `tests: nothing is called ${only?.join(', ')}. There are: ${steps.map((step) => step.name).join(', ')}`,
  )
  process.exit(1)
}

const desktop = useDesktop()
console.log(
  `tests: ${chosen.map((step) => step.name).join(', ')} - windows by ${desktop.kind}: ${desktop.why}`,
)

const total: Tally = { passed: 0, failed: 0, skipped: [] }
const rows: string[] = []
for (const step of chosen) {
  const started = Date.now()
  console.log(`\n== ${step.name}`)
  const tally = step.run()
  total.passed += tally.passed
  total.failed += tally.failed
  total.skipped.push(...tally.skipped)
  rows.push(
    `${step.name.padEnd(14)} ${String(tally.passed).padStart(5)} passed ${String(tally.failed).padStart(3)} failed  ${((Date.now() - started) / 1000).toFixed(0).padStart(4)} s`,
  )
}
rmSync(scratch, { recursive: true, force: true })

console.log(`\n${rows.join('\n')}`)
for (const name of total.skipped) console.log(`skipped: ${name}`)
const skipped = total.skipped.length > 0 ? `, ${total.skipped.length} skipped` : ''
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`)
process.exit(total.failed === 0 ? 0 : 1)
