import { expect, test } from 'vitest'
import * as i from '../testing/intents.ts'
import { openWorld, read } from '../testing/temporary.ts'
import * as w from '../testing/world.ts'

const all = [w.acme, w.borealis, w.cumulus, w.delta]

test('offers the applications of the environments that the accounts are in, with how many have each', () => {
  const { engine } = openWorld()
  const { environments, applications } = read(engine, 'bulk.applications', { accountIds: all })
  expect(environments).toBeGreaterThan(0)
  const payroll = applications.find(({ id }) => id === w.payroll)
  expect(payroll).toMatchObject({ name: 'Payroll', everywhere: false, environment: 'Production' })
  expect(payroll?.assignedIn).toBeGreaterThan(0)
  expect(payroll?.assignedIn).toBeLessThanOrEqual(payroll?.accounts ?? 0)
  expect(applications.find(({ id }) => id === w.directory)?.everywhere).toBe(true)
})

test('says of each account what would change, or why nothing does', () => {
  const { engine } = openWorld()
  const preview = read(engine, 'bulk.preview', {
    accountIds: [w.acme],
    applicationIds: [w.payroll, w.bot, w.directory, w.sandbox],
    change: 'assign',
    autoAssign: true,
  })
  expect(preview).toMatchObject([
    {
      id: w.acme,
      refused: null,
      changes: [w.bot],
      same: [
        { id: w.payroll, reason: 'assigned' },
        { id: w.directory, reason: 'environment' },
        { id: w.sandbox, reason: 'elsewhere' },
      ],
    },
  ])
  const { activeUsers } = read(engine, 'applications.impact', {
    accountId: w.acme,
    applicationId: w.payroll,
    change: 'unassign',
  })
  expect(preview[0]?.users, 'every active user gets it').toBe(activeUsers)
})

test('counts who loses access by unassigning, and refuses where nothing may be changed', () => {
  const { engine } = openWorld()
  engine.enqueue(w.mutationId(1), i.autoAssign(w.payroll, true), w.now)
  const previews = read(engine, 'bulk.preview', {
    accountIds: all,
    applicationIds: [w.payroll],
    change: 'unassign',
  })
  const { lose } = read(engine, 'applications.impact', {
    accountId: w.acme,
    applicationId: w.payroll,
    change: 'unassign',
  })
  expect(previews.find(({ id }) => id === w.acme)).toMatchObject({ changes: [w.payroll], users: lose })
  for (const { refused, changes } of previews) if (refused) expect(changes).toEqual([])
  expect(previews.some(({ refused }) => refused !== null)).toBe(true)
})
