// `npm run server:export`: everything that is kept of one account, to be handed to whom it belongs.
import { once } from 'node:events'
import { open } from 'node:fs/promises'
import type { AccountEntity, AccountId, EnvironmentId } from '@gatehouse/contract'
import type { Tx } from '../db/database.ts'
import { inSnapshot } from '../db/transaction.ts'
import { toAccount, toActivity, toApplication } from '../repositories/rows.ts'
import { loadRows } from '../sync/row-queries.ts'
import { type Command, openDatabase, readCommandLine, runAsProgram, wrongUsage } from './command.ts'

const usage = `Writes everything that is kept of one account, one JSON object a line, in the form that the API gives it.

  npm run server:export -- --environment KEY --account REFERENCE [--out FILE]

  --environment  the key of the environment, as in production.
  --account      the vendor's number of the account.
  --out          a new file, which only you may read. Without it, the lines go to the standard output.

The lines are of one moment: first the account, then its applications, assignments, users, grants, invitations,
services, templates and the whole activity. Passwords, tokens and what other accounts have are not in it.`

/** A line of an export. `application` are those that the account has, by assignment or by its environment. */
interface Line {
  entity: 'account' | 'application' | AccountEntity
  row: unknown
}

const entities = [
  'accountApplication',
  'membership',
  'grant',
  'invitation',
  'service',
  'template',
] as const satisfies readonly AccountEntity[]
const activitiesAtOnce = 1000

export const exportAccount: Command = async (argv, surroundings) => {
  const { say, now } = surroundings
  const options = {
    environment: { type: 'string' },
    account: { type: 'string' },
    out: { type: 'string' },
  } as const
  const read = readCommandLine(argv, options, usage, say)
  if ('exit' in read) return read.exit
  const { environment, account: reference, out } = read.values
  if (!environment || !reference)
    return wrongUsage('--environment and --account are needed.', usage, say).exit
  const opened = await openDatabase(surroundings, 'migrated')
  if (!opened.ok) {
    say(`gatehouse: ${opened.error}`)
    return 1
  }
  const { db, close } = opened.value
  try {
    const found = await db
      .selectFrom('account as a')
      .innerJoin('environment as e', 'e.id', 'a.environment_id')
      .where('e.key', '=', environment)
      .where('a.reference', '=', reference)
      .select('a.id')
      .executeTakeFirst()
    if (!found) {
      say(`gatehouse: There is no account ${reference} in the environment ${environment}.`)
      return 1
    }
    let count = 0
    const counted = async function* (tx: Tx) {
      for await (const line of linesOf(tx, found.id, now)) {
        count += 1
        yield line
      }
    }
    if (out === undefined) {
      await inSnapshot(db, async (tx) => {
        for await (const line of counted(tx)) say(JSON.stringify(line))
      })
      return 0
    }
    try {
      await inSnapshot(db, (tx) => writeFile(out, counted(tx)))
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'EEXIST') throw error
      say(`gatehouse: ${out} is there already. Nothing was written. Name a new file.`)
      return 1
    }
    say(`Wrote ${count} lines about account ${reference} to ${out}.`)
    return 0
  } finally {
    await close()
  }
}

async function* linesOf(tx: Tx, accountId: AccountId, now: Date): AsyncGenerator<Line> {
  const account = await tx
    .selectFrom('account')
    .selectAll()
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow()
  yield { entity: 'account', row: toAccount(account) }
  for (const row of await applicationsOf(tx, accountId, account.environment_id)) {
    yield { entity: 'application', row: toApplication(row) }
  }
  for (const entity of entities) {
    for (const row of await loadRows(
      tx,
      entity,
      { accountIds: [accountId], membershipIds: [], held: [] },
      now,
    )) {
      yield { entity, row }
    }
  }
  for (let after: { at: Date; id: string } | null = null; ; ) {
    const rows: Awaited<ReturnType<typeof activitiesAfter>> = await activitiesAfter(tx, accountId, after)
    for (const row of rows) yield { entity: 'activity', row: toActivity(row) }
    const last = rows.at(-1)
    if (!last || rows.length < activitiesAtOnce) return
    after = last
  }
}

function applicationsOf(tx: Tx, accountId: AccountId, environmentId: EnvironmentId) {
  return tx
    .selectFrom('application')
    .selectAll()
    .where('environment_id', '=', environmentId)
    .where((eb) =>
      eb.or([
        eb('auto_assign', '=', true),
        eb(
          'id',
          'in',
          eb.selectFrom('account_application').select('application_id').where('account_id', '=', accountId),
        ),
      ]),
    )
    .orderBy('name')
    .orderBy('id')
    .execute()
}

/** The newest first. */
function activitiesAfter(tx: Tx, accountId: AccountId, after: { at: Date; id: string } | null) {
  return tx
    .selectFrom('activity')
    .selectAll()
    .where('account_id', '=', accountId)
    .$if(after !== null, (query) =>
      query.where((eb) => eb(eb.refTuple('at', 'id'), '<', eb.tuple(after?.at as Date, after?.id as never))),
    )
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(activitiesAtOnce)
    .execute()
}

async function writeFile(path: string, lines: AsyncIterable<Line>): Promise<void> {
  // Never over a file that is there.
  const file = await open(path, 'wx', 0o600)
  const stream = file.createWriteStream()
  for await (const line of lines) {
    if (!stream.write(`${JSON.stringify(line)}\n`)) await once(stream, 'drain')
  }
  stream.end()
  await once(stream, 'close')
}

if (import.meta.main) await runAsProgram(exportAccount)
