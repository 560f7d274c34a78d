import { expect, test } from 'vitest'
import { everyActivity } from '../../ipc/activity-filter.ts'
import type { ActivityItem } from '../../ipc/views.ts'
import * as w from '../../replica/testing/world.ts'
import { type ActivityFile, activityAsCsv, activityAsJson, filterInWords } from './activity-export.ts'

const entry: ActivityItem = {
  id: w.uuid(9, 1),
  actorId: w.cassieUser,
  actorName: '=cmd("x")',
  action: 'membership.edited',
  targetKind: 'membership',
  targetId: w.ben,
  targetName: 'Adu, "Ben"',
  before: { role: 'viewer' },
  after: { role: 'admin' },
  at: w.now.toISOString(),
  device: null,
  mutationId: w.mutationId(5),
}

const filter = { ...everyActivity, text: 'ben', from: '2026-03-01' }

const file: ActivityFile = {
  account: { id: w.acme, name: 'Acme Logistics' },
  asOf: w.now.toISOString(),
  source: 'this-computer',
  filter,
  filterInWords: filterInWords(filter, undefined, undefined),
  entries: [entry],
  applications: new Map(),
}

test('a table says whose activity it is, as of when, and what it was narrowed down to', () => {
  const lines = activityAsCsv(file).replace('\ufeff', '').split('\r\n')
  expect(lines.slice(0, 5)).toEqual([
    'Account,Acme Logistics',
    `As of,${w.now.toISOString()}`,
    'Source,This computer',
    'Filter,Words: ben and From 2026-03-01',
    'Entries,1',
  ])
})

test('what would be run as a formula is text, and quotes and commas keep a cell whole', () => {
  const line = activityAsCsv(file).split('\r\n').at(-2)
  expect(line).toBe(
    [
      w.now.toISOString(),
      `"'=cmd(""x"")"`,
      `"'=cmd(""x"") changed what Adu, ""Ben"" may do"`,
      'membership.edited',
      '"Adu, ""Ben"""',
      'Role: Viewer -> Admin',
      '',
      w.mutationId(5),
    ].join(','),
  )
})

test('data has the filter, the moment and the entries as they are', () => {
  expect(JSON.parse(activityAsJson(file))).toEqual({
    format: 'gatehouse-activity',
    version: 1,
    account: { id: w.acme, name: 'Acme Logistics' },
    asOf: w.now.toISOString(),
    source: 'this-computer',
    filter,
    entries: [entry],
  })
})
