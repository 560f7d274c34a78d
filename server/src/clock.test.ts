import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'

/** Time and randomness are handed in everywhere but here, with the reason why the own clock is right there. */
const allowed: { file: string; text: string; why: string }[] = [
  {
    file: 'app.ts',
    text: 'genReqId: () => randomUUID()',
    why: 'Names a request in the log, and decides nothing.',
  },
  {
    file: 'mail/mailbox.ts',
    text: 'receivedAt: new Date()',
    why: 'The mailbox of the demo is a program of its own.',
  },
  { file: 'mail/mailer.ts', text: 'deps.jitter ?? Math.random', why: 'Handed in where it matters.' },
  { file: 'demo/start.ts', text: 'options.clock?.now() ?? new Date()', why: 'Handed in where it matters.' },
  { file: 'operations/signals.ts', text: 'performance.now()', why: 'How long a key was held, for a person.' },
  { file: 'operations/metrics.ts', text: 'now()', why: 'The clock’s own method, handed in as a function.' },
  {
    file: 'operations/queues.ts',
    text: 'clock_timestamp() - xact_start',
    why: 'Both are PostgreSQL’s own time.',
  },
  { file: 'db/migrate.ts', text: 'performance.now()', why: 'How long to wait for a lock.' },
  {
    file: 'db/migrations/0001-initial.ts',
    text: 'default now()',
    why: 'Every insert says its time; migrations stay.',
  },
  {
    file: 'db/migrations/0001-initial.ts',
    text: 'epoch uuid not null default gen_random_uuid()',
    why: 'A new database is another feed, whoever makes it.',
  },
  {
    file: 'db/migrations/0005-identity.ts',
    text: "to_timestamp((o.payload->>'iiat')::bigint), now())",
    why: 'A migration has no clock; it fills in what older rows lack.',
  },
]

const own =
  /\bDate\.now\(|\bnew Date\(\)|(?<![.\w])now\(\)(?!:)|\b(current_timestamp|current_date|localtimestamp|clock_timestamp|statement_timestamp|transaction_timestamp)\b|\bMath\.random\b|\bperformance\.now\(|\bprocess\.hrtime\b|\brandomUUID\(|\brandomBytes\(|\bgen_random_uuid\(|\brandom\(\)/i

const isTested = (name: string) =>
  name.endsWith('.ts') &&
  !name.endsWith('.test.ts') &&
  !/test-(kit|browser)\.ts$/.test(name) &&
  name !== 'clock.ts'

test('nothing asks a clock or draws a number of its own, except where it is said why', async () => {
  const root = import.meta.dirname
  const files = (await readdir(root, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((name) => isTested(name) && !name.startsWith('testing'))
  expect(files.length).toBeGreaterThan(80)
  const found: string[] = []
  const used = new Set<(typeof allowed)[number]>()
  for (const file of files) {
    const text = await readFile(join(root, file), 'utf8')
    for (const line of text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*(\/\/|--).*$/gm, '').split('\n')) {
      if (!own.test(line) || line.trimStart().startsWith('import ')) continue
      const reason = allowed.find((one) => one.file === file && line.includes(one.text))
      if (reason) used.add(reason)
      else found.push(`${file}: ${line.trim()}`)
    }
  }
  expect(found).toEqual([])
  expect(allowed.filter((one) => !used.has(one)).map(({ file, text }) => `${file}: ${text}`)).toEqual([])
})
