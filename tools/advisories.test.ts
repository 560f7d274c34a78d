import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Advisory,
  advisoriesIn,
  ageInDays,
  checkAdvisories,
  ignoredSchema,
  neverAsked,
  sentenceOf,
  snapshotSchema,
} from './supply/advisories.ts'
import { smallLock } from './supply/fixture.ts'
import { type Part, partsOf } from './supply/licences.ts'
import { readLock, readManifests } from './supply/lockfile.ts'
import { compareVersions, firstAfter, isInRange } from './supply/versions.ts'

const root = join(import.meta.dirname, '..')
const read = (file: string): unknown => JSON.parse(readFileSync(join(root, 'tools/supply', file), 'utf8'))
const snapshot = snapshotSchema.parse(read('advisories.json'))
const ignored = ignoredSchema.parse(read('advisories-ignored.json'))

const planted: Advisory = {
  id: 'GHSA-aaaa-bbbb-cccc',
  package: 'deep',
  severity: 'high',
  title: 'A planted hole',
  url: 'https://advisories.example/GHSA-aaaa-bbbb-cccc',
  range: '>=1.0.0 <1.2.4',
}
const part = (): Part => 'app'
const check = (change: Partial<Parameters<typeof checkAdvisories>[0]> = {}) =>
  checkAdvisories({
    lock: smallLock(),
    partOf: part,
    advisories: [planted],
    ignored: [],
    today: '2026-03-02',
    atLeast: 'moderate',
    ...change,
  })

test('nothing that is locked is in the snapshot of known advisories', () => {
  const lock = readLock(root)
  const partOf = partsOf(root, lock, readManifests(root).get('')!)
  const { takenAt: today, advisories } = snapshot
  expect(checkAdvisories({ lock, partOf, advisories, ignored, today, atLeast: 'low' })).toEqual([])
  expect(advisories.length).toBeGreaterThan(0)
})

test('the snapshot finds a version of what we have that is known to be vulnerable', () => {
  const lock = readLock(root)
  const updater = lock.packages['node_modules/electron-updater']!
  lock.packages['node_modules/electron-updater'] = { ...updater, version: '6.2.1' }
  const [finding, ...others] = checkAdvisories({
    lock,
    partOf: part,
    advisories: snapshot.advisories,
    ignored,
    today: snapshot.takenAt,
    atLeast: 'moderate',
  })
  expect(others).toEqual([])
  expect(finding).toMatchObject({ version: '6.2.1', chain: ['gatehouse', 'electron-updater'] })
  expect(finding?.wayOut).toBe('Choose electron-updater >6.3.0-alpha.5 in package.json.')
})

test('a vulnerable version is named with who brings it and the way out', () => {
  const [finding, ...others] = check()
  expect(others).toEqual([])
  expect(finding && sentenceOf(finding)).toBe(
    [
      'high: deep 1.2.3 (app): A planted hole [GHSA-aaaa-bbbb-cccc]',
      '  https://advisories.example/GHSA-aaaa-bbbb-cccc',
      '  by house > window > deep',
      '  Choose a newer window that brings deep >=1.2.4, or put "deep": ">=1.2.4" under overrides in package.json.',
    ].join('\n'),
  )
})

test('where no version is better, it says so', () => {
  expect(check({ advisories: [{ ...planted, range: '*' }] }).map(({ wayOut }) => wayOut)).toContainEqual(
    expect.stringMatching(/^No version of deep without it is known/),
  )
})

test('what is below the level asked for is left out', () => {
  expect(check({ atLeast: 'critical' })).toEqual([])
  expect(check({ atLeast: 'high' })).toHaveLength(1)
})

test('what is ignored with a reason is told of again from its day on', () => {
  const reason = 'Only reached by input that we write ourselves.'
  const until = [{ id: planted.id, package: 'deep', reason, until: '2026-03-02' }]
  expect(check({ ignored: until, today: '2026-03-01' })).toEqual([])
  expect(check({ ignored: until }).map(sentenceOf)).toEqual([
    expect.stringContaining('It was ignored until 2026-03-02.'),
  ])
  expect(check({ ignored: [{ ...until[0]!, package: 'door' }], today: '2026-03-01' })).toHaveLength(1)
  expect(ignoredSchema.safeParse([{ ...until[0], reason: '' }]).success).toBe(false)
})

test('the answer of npm is read, and anything else is no answer', () => {
  const { id: _, package: name, ...rest } = planted
  const via = { source: 1, name, dependency: name, cwe: [], ...rest }
  const answer = {
    auditReportVersion: 2,
    vulnerabilities: { deep: { via: [via] }, window: { via: ['deep'] } },
  }
  expect(advisoriesIn(JSON.stringify(answer))).toEqual([planted])
  expect(advisoriesIn(JSON.stringify({ auditReportVersion: 2, vulnerabilities: {} }))).toEqual([])
  expect(advisoriesIn(JSON.stringify({ message: '405 Method Not Allowed' }))).toBe(null)
  expect(advisoriesIn('<html>sign in</html>')).toBe(null)
  expect(advisoriesIn('')).toBe(null)
})

test('a snapshot says how old it is and of what nobody was asked', () => {
  const taken = { takenAt: '2026-02-20', asked: ['deep@1.2.3', 'door@4.0.0'], advisories: [] }
  expect(ageInDays(taken, '2026-03-02')).toBe(10)
  expect(neverAsked(smallLock(), taken)).toEqual(['builder@3.0.0', 'deep@0.9.9', 'window@2.0.0'])
})

test('versions are ordered as their releases are', () => {
  const ordered = [
    '0.9.9',
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-alpha.beta',
    '1.0.0-beta.2',
    '1.0.0-beta.11',
    '1.0.0',
    '1.0.1',
    '1.10.0',
    '2.0.0',
  ]
  for (const [at, version] of ordered.entries()) {
    for (const [other, than] of ordered.entries()) {
      expect(Math.sign(compareVersions(version, than)), `${version} ${than}`).toBe(Math.sign(at - other))
    }
  }
  const version = fc.tuple(fc.nat(30), fc.nat(30), fc.nat(30)).map((numbers) => numbers.join('.'))
  fc.assert(
    fc.property(version, version, (a, b) => {
      expect(isInRange(a, `<${b}`)).toBe(!isInRange(a, `>=${b}`))
      expect(isInRange(a, `<=${b}`)).toBe(!isInRange(a, `>${b}`))
      expect(Math.sign(compareVersions(a, b))).toBe(-Math.sign(compareVersions(b, a)) + 0)
    }),
  )
})

test('ranges are read as advisories write them', () => {
  expect(isInRange('4.0.3', '<2.5.4 || >=3.0.0 <3.0.4 || >=4.0.0 <4.0.4')).toBe(true)
  expect(isInRange('4.0.4', '<2.5.4 || >= 3.0.0, < 3.0.4 || >= 4.0.0, < 4.0.4')).toBe(false)
  expect(isInRange('4.4.2', '=4.4.2')).toBe(true)
  expect(isInRange('4.4.2', '4.4.2')).toBe(true)
  expect(isInRange('6.3.0-alpha.5', '<=6.3.0-alpha.5')).toBe(true)
  expect(isInRange('9.9.9', '*')).toBe(true)
  expect(() => isInRange('1.0.0', 'latest')).toThrow('not a range')
  expect(firstAfter('3.0.1', '<2.5.4 || >=3.0.0 <3.0.4')).toBe('>=3.0.4')
  expect(firstAfter('4.4.2', '=4.4.2')).toBe('>4.4.2')
})
