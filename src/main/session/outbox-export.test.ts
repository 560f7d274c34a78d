import { mutationIdSchema, problem } from '@gatehouse/contract'
import { expect, test } from 'vitest'
import { z } from 'zod'
import type { OutboxItem } from '../../ipc/views.ts'
import { grant } from '../../replica/testing/intents.ts'
import * as w from '../../replica/testing/world.ts'
import { exportFormat, outboxAsText } from './outbox-export.ts'

const item: OutboxItem = {
  mutationId: mutationIdSchema.parse(w.mutationId(1)),
  accountId: w.acme,
  accountName: 'Acme Logistics',
  accountColour: null,
  intent: grant(w.ben, w.payroll),
  names: { [w.acme]: 'Acme Logistics', [w.ben]: 'Ben Adu', [w.payroll]: 'Payroll' },
  createdAt: w.now.toISOString(),
  state: 'refused',
  attempts: 1,
  problem: problem('not_on_account', { detail: 'Assign the application to the account first.' }),
  heldBy: null,
  dependents: [],
  conflict: null,
  canUndo: false,
  batchId: null,
  isKept: true,
  ownerName: 'Olga Owner',
}

test('an export says in words what was to be done where, when, and why it was refused', () => {
  const text = outboxAsText([item], w.principal, w.now)
  expect(JSON.parse(text)).toMatchObject({
    format: 'gatehouse-outbox',
    version: exportFormat,
    savedAt: w.now.toISOString(),
    login: { name: 'Cassie Moreau', email: 'cassie@msp.example' },
    changes: [
      {
        madeAt: w.now.toISOString(),
        account: { name: 'Acme Logistics' },
        change: 'grants.add',
        about: { [w.ben]: 'Ben Adu', [w.payroll]: 'Payroll' },
        refusedBecause: {
          code: 'not_on_account',
          detail: 'Assign the application to the account first.',
        },
        intent: grant(w.ben, w.payroll),
      },
    ],
  })
  expect(text.split('\n').length, 'a line a value').toBeGreaterThan(20)
})

test('a change that this version can not read is exported with the names it had', () => {
  const { changes } = z
    .object({ changes: z.array(z.object({ change: z.string(), about: z.record(z.string(), z.string()) })) })
    .parse(JSON.parse(outboxAsText([{ ...item, intent: null }], w.principal, w.now)))
  expect(changes).toEqual([
    {
      change: 'made by another version of Gatehouse',
      about: { [w.ben]: 'Ben Adu', [w.payroll]: 'Payroll' },
    },
  ])
})
