import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { hashPassword } from '../identity/sign-in/passwords.ts'
import { enqueueMail } from '../mail/outbox.ts'
import { type SeedName, seedPlans } from './catalogue.ts'
import { generate } from './generate.ts'
import { demoPassword, demoPerson, inviteeToken } from './people.ts'
import { createPrng } from './prng.ts'
import { seedReviews } from './reviews.ts'
import { type Batch, batchSize, emptyBatch, type TableName, tableOrder } from './rows.ts'

export { type SeedName, seedPlans } from './catalogue.ts'
export {
  type DemoPerson,
  type DemoPersonKey,
  demoPassword,
  demoPeople,
  demoPerson,
  inviteeToken,
} from './people.ts'

export interface SeedOptions {
  name: SeedName
  /** Another word makes another world of the same size. */
  seed: string
  /** What the rows take for today. */
  now: Date
  /** Base of the link in the mail to the invitee, without a trailing slash. */
  publicUrl: string
}

export interface SeedSummary {
  name: SeedName
  /** Rows written, by table. */
  rows: Record<TableName, number>
}

const rowsAtOnce = 20_000

/** Fills an empty database with demo data in one transaction. Throws where there are accounts already. */
export async function seedDatabase(db: Database, options: SeedOptions): Promise<SeedSummary> {
  const { name, seed, now, publicUrl } = options
  // One hash for all: whoever has the demo data knows the password anyway.
  const salt = createPrng(`${seed}/salt`).bytes(16)
  const passwordHash = await hashPassword(demoPassword, salt)
  const rows = Object.fromEntries(tableOrder.map((table) => [table, 0])) as Record<TableName, number>

  await db.transaction().execute(async (tx) => {
    const existing = await tx.selectFrom('account').select('id').limit(1).executeTakeFirst()
    if (existing) throw new Error('The database has accounts already; demo data goes into an empty one')

    let batch = emptyBatch()
    const flush = async () => {
      for (const table of tableOrder) {
        await insertRows(tx, table, batch[table])
        rows[table] += batch[table].length
      }
      batch = emptyBatch()
    }
    for (const part of generate(seedPlans[name], { seed, nowMs: now.getTime(), passwordHash })) {
      merge(batch, part)
      if (batchSize(batch) >= rowsAtOnce) await flush()
    }
    await flush()
    await mailInvitee(tx, options, publicUrl)
    await seedReviews(tx, options)
  })
  await sql`analyze`.execute(db)
  return { name, rows }
}

function merge(batch: Batch, part: Batch): void {
  const append = <T extends TableName>(table: T) => {
    // Not push(...rows): a large account has more rows than a call may have arguments.
    for (const row of part[table]) batch[table].push(row)
  }
  for (const table of tableOrder) append(table)
}

async function insertRows<T extends TableName>(tx: Tx, table: T, rows: Batch[T]): Promise<void> {
  const first = rows[0]
  if (!first) return
  const columns = sql.join(Object.keys(first).map((column) => sql.id(column)))
  await sql`
    insert into ${sql.table(table)} (${columns})
    select ${columns} from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb)
  `.execute(tx)
}

async function mailInvitee(tx: Tx, { seed, now }: SeedOptions, publicUrl: string): Promise<void> {
  const { email } = demoPerson('invitee')
  const row = await tx
    .selectFrom('invitation')
    .innerJoin('account', 'account.id', 'invitation.account_id')
    .innerJoin('app_user', 'app_user.id', 'invitation.invited_by')
    .select([
      'account.name as accountName',
      'app_user.name as invitedByName',
      'invitation.role',
      'invitation.message',
      'invitation.expires_at',
      sql<string[]>`array(
        select application.name from application where application.id = any(invitation.application_ids)
        order by application.name
      )`.as('applicationNames'),
    ])
    .where('invitation.email', '=', email)
    .executeTakeFirstOrThrow()
  const ids = createPrng(`${seed}/mail`)
  const random = { id: (at: Date) => ids.id(at.getTime()), bytes: ids.bytes }
  await enqueueMail(
    tx,
    { clock: { now: () => now }, random },
    {
      recipient: email,
      template: 'invitation',
      data: {
        accountName: row.accountName,
        invitedByName: row.invitedByName,
        role: row.role,
        applicationNames: row.applicationNames,
        message: row.message,
        link: `${publicUrl}/invite/${inviteeToken(seed)}`,
        expiresAt: row.expires_at.toISOString(),
      },
    },
  )
}
