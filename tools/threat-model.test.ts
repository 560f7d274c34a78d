import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import vitestConfig from '../vitest.config.ts'
import { points } from './checklist/points.ts'
import { faultOf, matchesAny, readIn, rowsIn } from './supply/named-tests.ts'

const root = join(import.meta.dirname, '..')
const page = readFileSync(join(root, 'docs/security.md'), 'utf8').replaceAll('\r\n', '\n')
const rows = rowsIn(page)

/** Of every project of vitest's, and Playwright's. */
const globs = [
  ...(vitestConfig.test?.projects ?? []).flatMap((project) =>
    typeof project === 'object' && 'test' in project ? (project.test?.include ?? []) : [],
  ),
  'tests/e2e/*.spec.ts',
]
const isRun = (file: string) => matchesAny(file, globs)

test('each row of the threat model names a test', () => {
  expect(
    rows.filter(({ tests }) => tests.length === 0).map(({ section, what }) => `${section}: ${what}`),
  ).toEqual([])
  expect(rows.length).toBeGreaterThan(40)
})

test('each test that the threat model names is there, and is run by npm test', () => {
  const read = readIn(root)
  const faults = rows.flatMap(({ what, tests }) =>
    tests.flatMap((one) => {
      const fault = faultOf(one, read, isRun)
      return fault === null ? [] : `${what}: ${fault}`
    }),
  )
  expect(faults).toEqual([])
})

test('each attacker has a part of its own, and each row says what is left', () => {
  const attackers = [
    'A stolen laptop',
    'Another user of the same computer',
    'A hostile user of the client',
    'A hostile server',
    'A hostile page',
    'A malicious link',
    'A hostile update host',
    'A hostile dependency',
  ]
  for (const attacker of attackers) {
    const own = rows.filter(({ section }) => section === attacker)
    expect(own.length, attacker).toBeGreaterThanOrEqual(3)
    for (const { cells, what } of own) {
      expect(cells.length, what).toBe(4)
      for (const cell of cells) expect(cell, what).not.toBe('')
    }
  }
})

test('each point of the checklist of Electron has a row, by its number', () => {
  const own = rows.filter(({ section }) => section === "Electron's security checklist")
  expect(own.map(({ what }) => what)).toEqual(points.map((title, index) => `${index + 1}. ${title}`))
})

test('whoever finds a hole is told where to report it', () => {
  expect(readFileSync(join(root, 'SECURITY.md'), 'utf8')).toContain(
    'docs/security.md#how-to-report-a-vulnerability',
  )
  expect(page).toContain('\n## How to report a vulnerability\n')
})

test('a row without a test, and a test that is missing, not run or skipped, are found', () => {
  const table = [
    '# Somebody',
    '| attack | defence | left | test |',
    '| --- | --- | --- | --- |',
    '| one | walls | doors | `a.test.ts` "holds", "can\'t be \\| opened"; `b.spec.ts` "each %s" |',
    '| two | none | all | |',
    '',
    '| other | table |',
    '| not | meant |',
  ].join('\n')
  const [one, two, ...others] = rowsIn(table)
  expect(others).toEqual([])
  expect(two).toMatchObject({ what: 'two', tests: [] })
  expect(one?.tests.map(({ file }) => file)).toEqual(['a.test.ts', 'a.test.ts', 'b.spec.ts'])

  const source = [
    "describe('doors', () => {",
    "  test('holds', () => {})",
    "  test.each<[string, number]>([['behind it', f(1)]])('each %s', () => {})",
    "  it('can\\'t be opened', () => {})",
    "  test('a long one',",
    '    async () => {})',
    '})',
    "describe('holds more', () => {})",
  ].join('\n')
  const fault = (title: string, text: string | null = source, run = true) =>
    faultOf(
      { file: 'a.test.ts', title },
      () => text,
      () => run,
    )
  for (const title of ['holds', 'each %s', "can't be opened", 'a long one']) expect(fault(title)).toBe(null)
  expect(fault('holds', null)).toBe('there is no a.test.ts')
  expect(fault('holds', source, false)).toBe('npm test does not run a.test.ts')
  expect(fault('hold')).toBe('a.test.ts has no test "hold"')
  expect(fault('holds more')).toBe('a.test.ts has no test "holds more"')
  expect(fault('holds', "test.skip('holds', () => {})")).toBe('"holds" in a.test.ts is not always run')
  expect(fault('holds', "describe.skip('all', () => { test('holds', () => {}) })")).toBe(
    'something in a.test.ts is not always run',
  )
  expect(fault('holds', "test('holds', () => { test.skip(isWindows) })")).toBe(
    'something in a.test.ts is not always run',
  )
})
