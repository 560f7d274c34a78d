import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type LogFacts, silentLogger } from '../ports.ts'
import { fakeTime } from '../testing/fake-time.ts'
import { createCrashReports, mostReports } from './crash-reports.ts'
import { createRedactor } from './redact.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'gatehouse-crashes-'))
})
afterEach(() => rmSync(home, { recursive: true }))

function reports({ isWanted = true, at = '2026-03-02T09:00:00.000Z' } = {}) {
  const said: [string, LogFacts | undefined][] = []
  const time = fakeTime(at)
  let made = 0
  const crashes = createCrashReports({
    folder: join(home, 'crash-reports'),
    dumps: join(home, 'crash-dumps'),
    version: '1.2.3',
    clock: time.clock,
    log: { ...silentLogger, error: (message, facts) => void said.push([message, facts]) },
    redactor: createRedactor(),
    newReference: () => `${String(++made).padStart(8, '0')}-0000-4000-8000-000000000000`,
    isWanted: () => isWanted,
  })
  return { crashes, said, time }
}

test('a crash is a file of what and where, without what was said, under the reference of its line in the log', () => {
  const { crashes, said } = reports()
  const error = new RangeError('ana@example.com has the password hunter2')
  error.stack = `RangeError: ana@example.com\n    at find (/home/ana/gatehouse/out/main/index.js:3:4)`
  const reference = crashes.write({ kind: 'main', error })
  expect(said).toEqual([
    ['something stopped', expect.objectContaining({ kind: 'main', reason: 'RangeError', reference })],
  ])
  const [name = ''] = readdirSync(crashes.folder)
  const text = readFileSync(join(crashes.folder, name), 'utf8')
  expect(JSON.parse(text)).toEqual({
    reference,
    at: '2026-03-02T09:00:00.000Z',
    version: '1.2.3',
    kind: 'main',
    reason: 'RangeError',
    frames: ['at find (<home>/gatehouse/out/main/index.js:3:4)'],
  })
  expect(text).not.toMatch(/ana|hunter2/)
  if (process.platform !== 'win32') expect(statSync(join(crashes.folder, name)).mode & 0o077).toBe(0)
})

test('the last twenty are kept, newest first, and files that make no sense are passed over', async () => {
  const { crashes, time } = reports()
  for (let each = 0; each < mostReports + 5; each += 1) {
    crashes.write({ kind: 'window', reason: 'crashed' })
    await time.advance(1000)
  }
  writeFileSync(join(crashes.folder, 'crash-20260302090100000-aaaaaaaa.json'), '{"reference": "cut')
  const list = crashes.list()
  expect(list).toHaveLength(mostReports)
  expect(list[0]?.reference).toMatch(/^00000025/)
  expect(list.at(-1)?.reference).toMatch(/^00000006/)
  crashes.removeAll()
  expect(readdirSync(crashes.folder)).toEqual([])
})

test('where they are not wanted nothing is written but a line of the log', () => {
  const { crashes, said } = reports({ isWanted: false })
  crashes.write({ kind: 'page', reason: 'TypeError' })
  expect(crashes.list()).toEqual([])
  expect(said).toHaveLength(1)
})

test('of pictures of memory the last few are kept, and none where reports are not wanted', () => {
  const dumps = join(home, 'crash-dumps', 'completed')
  mkdirSync(dumps, { recursive: true })
  for (let each = 1; each <= 6; each += 1) {
    writeFileSync(join(dumps, `${each}.dmp`), 'x')
    utimesSync(join(dumps, `${each}.dmp`), each, each)
  }
  reports().crashes.prune()
  expect(readdirSync(dumps).toSorted()).toEqual(['4.dmp', '5.dmp', '6.dmp'])
  reports({ isWanted: false }).crashes.prune()
  expect(readdirSync(dumps)).toEqual([])
})

test('a disk that takes nothing is said and nothing else', () => {
  writeFileSync(join(home, 'crash-reports'), 'a file where the folder should be')
  const { crashes } = reports()
  expect(crashes.write({ kind: 'main', reason: 'x' })).toMatch(/^00000001/)
  expect(crashes.list()).toEqual([])
})
