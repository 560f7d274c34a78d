import { ok, type Result } from '@gatehouse/contract'
import { expect, test } from 'vitest'
import { queries } from '../../ipc/contract.ts'
import { openWorld } from '../../replica/testing/temporary.ts'
import * as w from '../../replica/testing/world.ts'
import { exportAccess } from './access-export.ts'
import type { Workspace } from './workspace.ts'

test('all that an access search finds is written, with as of when and what it could not look at', async () => {
  const { engine } = openWorld()
  const workspace = {
    replica: { read: async (...asked: Parameters<typeof engine.read>) => engine.read(...asked) },
  } as unknown as Workspace
  let written = ''
  const saved = await exportAccess(
    {
      clock: { now: () => w.now },
      async saveFile(name, text): Promise<Result<string | null>> {
        written = text
        return ok(`/home/cassie/${name}`)
      },
    },
    workspace,
    queries['access.find'].input.parse({ filter: { applicationId: w.payroll } }),
  )
  expect(saved).toEqual(ok({ file: '/home/cassie/gatehouse-access-2026-03-10.csv', count: 1 }))
  const lines = written.replace('\ufeff', '').trim().split('\r\n')
  expect(lines[0]).toBe(`As of,${w.now.toISOString()}`)
  expect(lines[1]).toBe('Accounts whose users you may not see,1')
  expect(lines[4]).toContain('Ben Adu,Ben@Acme.example,Acme Logistics')
  expect(lines[4]).toContain('Granted')
})
