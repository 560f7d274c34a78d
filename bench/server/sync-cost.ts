import { type ApplicationId, type EnvironmentId, syncProtocol, type UserId } from '@gatehouse/contract'
import { sql } from 'kysely'
import { inSnapshot } from '../../server/src/db/transaction.ts'
import { recordChanges } from '../../server/src/services/record.ts'
import { changesAfter } from '../../server/src/sync/feed.ts'
import { horizonCursor, readHorizon } from '../../server/src/sync/position.ts'
import type { Metric } from '../metric.ts'
import { median } from './load.ts'
import type { Ground } from './nodes.ts'

const sizes = { few: 20, many: 10_000 }
const repeats = 40

/**
 * What a pull costs somebody with ten thousand accounts against somebody with twenty: with nothing new, after one
 * change, and after an application was auto-assigned to a whole environment.
 */
export async function benchSyncCost(ground: Ground): Promise<Metric> {
  const few = await createAdministrator(ground, sizes.few)
  const many = await createAdministrator(ground, sizes.many)
  await sql`analyze`.execute(ground.db)
  const peer: Record<string, number> = {}
  let worst = 0
  for (const [name, change] of Object.entries(changes)) {
    const times = { few: [] as number[], many: [] as number[] }
    for (let round = 0; round < repeats; round += 1) {
      times.few.push(await pull(ground, few, change))
      times.many.push(await pull(ground, many, change))
    }
    const ratio = median(times.many) / median(times.few)
    peer[`${name}.few_ms`] = Math.round(median(times.few) * 100) / 100
    peer[`${name}.many_ms`] = Math.round(median(times.many) * 100) / 100
    worst = Math.max(worst, ratio)
  }
  return { value: Math.round(worst * 100) / 100, unit: 'x', budget: 2, worse: 'higher', peer }
}

interface Administrator {
  principal: Parameters<typeof changesAfter>[1]['principal']
  environmentId: EnvironmentId
  applicationId: ApplicationId
}

type Change = (ground: Ground, administrator: Administrator) => Promise<void>

const changes: Record<string, Change> = {
  nothing_new: async () => {},
  one_account_changed: async ({ db }, { environmentId }) => {
    const { id: accountId } = await db
      .selectFrom('account')
      .select('id')
      .where('environment_id', '=', environmentId)
      .limit(1)
      .executeTakeFirstOrThrow()
    await db.transaction().execute((tx) => recordChanges(tx, new Date(), [{ entity: 'account', accountId }]))
  },
  auto_assigned_to_all: async ({ db }, { environmentId, applicationId }) => {
    await db.transaction().execute(async (tx) => {
      await tx.updateTable('application').set({ auto_assign: true }).where('id', '=', applicationId).execute()
      await recordChanges(tx, new Date(), [
        { entity: 'application', environmentId, applicationId, op: 'put' },
      ])
    })
  },
}

async function pull(
  { db, ...ground }: Ground,
  administrator: Administrator,
  change: Change,
): Promise<number> {
  const cursor = horizonCursor(await inSnapshot(db, readHorizon))
  await change({ db, ...ground }, administrator)
  const start = performance.now()
  const { principal } = administrator
  const page = await changesAfter(db, {
    principal,
    now: new Date(),
    cursor,
    limit: 500,
    protocol: syncProtocol,
  })
  if (!page.ok) throw new Error(page.error.title)
  return performance.now() - start
}

async function createAdministrator({ db, newId }: Ground, accounts: number): Promise<Administrator> {
  const environmentId = newId<EnvironmentId>()
  const userId = newId<UserId>()
  const applicationId = newId<ApplicationId>()
  const name = `With ${accounts} accounts`
  const email = `${userId}@bench.test`
  const at = new Date()
  await db
    .insertInto('environment')
    .values({ id: environmentId, key: environmentId, name, kind: 'production' })
    .execute()
  await db.insertInto('app_user').values({ id: userId, email, name, created_at: at }).execute()
  await db
    .insertInto('environment_administrator')
    .values({ environment_id: environmentId, user_id: userId })
    .execute()
  await db
    .insertInto('application')
    .values({
      id: applicationId,
      environment_id: environmentId,
      key: 'bench',
      name: 'Bench',
      description: '',
      type: 'application',
      status: 'active',
      application_url: 'https://app.example.com',
      login_url: 'https://app.example.com/login',
    })
    .execute()
  await sql`insert into account (id, environment_id, name, reference, plan, created_at)
    select gen_random_uuid(), ${environmentId}::uuid, 'Account ' || n, 'B-' || n, 'Plan', now()
    from generate_series(1, ${accounts}::int) n`.execute(db)
  const principal = { userId, name, email, emailVerified: true, administers: [environmentId] }
  return { principal, environmentId, applicationId }
}
