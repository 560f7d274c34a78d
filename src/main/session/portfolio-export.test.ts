import { ok, type Result } from '@gatehouse/contract'
import { expect, test } from 'vitest'
import { commands } from '../../ipc/contract.ts'
import { openWorld } from '../../replica/testing/temporary.ts'
import * as w from '../../replica/testing/world.ts'
import { toCsv } from './csv.ts'
import { exportPortfolio } from './portfolio-export.ts'
import type { Workspace } from './workspace.ts'

type Asked = Parameters<(typeof commands)['portfolio.export']['input']['parse']>[0]

/** What would be written, and how many rows it says there are. */
async function exported(wanted: Asked): Promise<{ name: string; lines: string[]; count: number }> {
  const { engine } = openWorld()
  const workspace = {
    replica: { read: async (...asked: Parameters<typeof engine.read>) => engine.read(...asked) },
  } as unknown as Workspace
  let written = { name: '', text: '' }
  const saved = await exportPortfolio(
    {
      clock: { now: () => w.now },
      async saveFile(name, text): Promise<Result<string | null>> {
        written = { name, text }
        return ok(`/home/cassie/${name}`)
      },
    },
    workspace,
    commands['portfolio.export'].input.parse(wanted),
  )
  if (!saved.ok) throw new Error(saved.error.code)
  const lines = written.text.replace('\ufeff', '').trim().split('\r\n')
  return { name: written.name, lines, count: saved.value.count }
}

test('a list over all accounts is written as it is narrowed, with the time as of which it is right', async () => {
  const { name, lines, count } = await exported({
    list: 'accounts',
    accounts: { filter: { status: 'active' } },
  })
  expect(name).toBe('Gatehouse accounts 2026-03-10.csv')
  expect(lines[0]).toBe(`As of,${w.now.toISOString()}`)
  expect(count).toBe(3)
  expect(lines.slice(3).map((line) => line.split(',')[0])).toEqual(['Acme Logistics', 'Borealis', 'cumulus'])
  expect(lines[3]).toContain('1 invitation expired')
})

test('only the accounts that were chosen are written where some were', async () => {
  const { lines, count } = await exported({ list: 'accounts', accountIds: [w.delta] })
  expect(count).toBe(1)
  expect(lines[3]).toContain('Suspended')
})

test.each([
  ['attention', 'Acme Logistics'],
  ['invitations', 'Ina@Guest.example'],
  ['activity', 'Cassie Moreau'],
  ['coverage', 'Business'],
] as const)('%s has a file of its own', async (list, held) => {
  const { lines, count } = await exported({ list })
  expect(count).toBe(lines.length - 3)
  expect(lines.slice(3).join('\n')).toContain(held)
})

test('what a spreadsheet would run is written as text, and what would break a line is quoted', () => {
  expect(toCsv([['=1+1', 'a "b", c', 'x\ny', '-2']])).toBe(`\ufeff'=1+1,"a ""b"", c","x\ny",'-2\r\n`)
})
