import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createRedactor } from './diagnostics/redact.ts'
import { lineOf, logFiles, openLog } from './log.ts'
import { fakeTime } from './testing/fake-time.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-log-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const fileBytes = 20_000
const open = () =>
  openLog({ folder, clock: fakeTime().clock, redactor: createRedactor(), verbose: false, fileBytes })
const text = () => readFileSync(join(folder, 'logs', 'gatehouse.log'), 'utf8')

test('a line has the time, the level, a sentence and facts', () => {
  open().warn('a change was refused', { code: 'forbidden', tries: 2, left: undefined })
  expect(text().trimEnd()).toBe('2026-03-02T09:00:00.000Z warn   a change was refused code=forbidden tries=2')
})

test('what is secret is cut out of facts, of names of facts and of the sentence', () => {
  const token = 'q'.repeat(43)
  open().error(`for ana@example.com ${token}`, { who: 'bea@example.com', token, '/home/ana/x': 1 })
  expect(text()).not.toMatch(/ana|bea|qqq/)
})

test('a fact begins no line of its own', () => {
  expect(lineOf('x', { code: 'a\n2026-03-02 error forged\u2028b\u202ec' })).toBe(
    'x code=a 2026-03-02 error forged b c',
  )
})

test('details are written while they are asked for', () => {
  const log = open()
  log.detail('a call was answered')
  log.setLevel('detailed')
  log.detail('a call was answered', { ms: 3 })
  log.setLevel('normal')
  log.detail('a call was answered')
  expect(log.recent(10)).toEqual(['2026-03-02T09:00:00.000Z detail a call was answered ms=3'])
})

test('files are rotated, bounded and for this user alone, and the last lines are read over their borders', () => {
  const log = open()
  writeFileSync(join(folder, 'logs', 'gatehouse.old.log'), 'of an earlier version')
  const filler = 'word '.repeat(20)
  const lines = Math.ceil((fileBytes * (logFiles + 1)) / filler.length)
  for (let line = 0; line < lines; line += 1) log.info(filler, { line })
  const names = readdirSync(join(folder, 'logs'))
  expect(names.toSorted()).toEqual([
    'gatehouse.1.log',
    'gatehouse.2.log',
    'gatehouse.3.log',
    'gatehouse.4.log',
    'gatehouse.log',
  ])
  for (const name of names) {
    const { size, mode } = statSync(join(folder, 'logs', name))
    expect(size).toBeLessThan(fileBytes + 500)
    if (process.platform !== 'win32') expect(mode & 0o077).toBe(0)
  }
  expect(log.size().files).toBe(logFiles)
  expect(log.size().bytes).toBeLessThan(logFiles * (fileBytes + 500))
  const recent = log.recent(400)
  expect(recent.map((line) => Number(/line=(\d+)/.exec(line)?.[1]))).toEqual(
    Array.from({ length: 400 }, (_, index) => lines - 400 + index),
  )
})
