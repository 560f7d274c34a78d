import type { AccountId, ApplicationId, MembershipId } from '@gatehouse/contract'
import { sql } from 'kysely'
import { inSnapshot } from '../../server/src/db/transaction.ts'
import { demoPassword, demoPerson, seedDatabase } from '../../server/src/demo/seed.ts'
import { horizonCursor, readHorizon } from '../../server/src/sync/position.ts'
import { discover } from '../../src/main/session/discovery.ts'
import { signIn } from '../../tests/integration/kit/client.ts'
import type { Metric } from '../metric.ts'
import { createGround, type Ground } from './nodes.ts'
import { benchPoke } from './poke.ts'
import { benchSyncCost } from './sync-cost.ts'
import { benchReads, benchWrites, type Target } from './throughput.ts'

/** The server on a PostgreSQL of its own with the demo data of a firm, two nodes, asked over HTTP by a real sign-in. */
export async function benchServer(): Promise<Record<string, Metric>> {
  const ground = await createGround()
  try {
    await seedDatabase(ground.db, { name: 'firm', seed: 'bench', now: new Date(), publicUrl: '' })
    const a = await ground.startNode()
    const b = await ground.startNode()
    const target = await findTarget(ground, await tokenOf(a.url))
    // One after the other: each of them wants both cores.
    const reads = await benchReads(ground, a, target)
    const writes = await benchWrites(ground, a, target)
    const poke = await benchPoke(ground, a, b, { ...target, accessToken: await tokenOf(a.url) })
    const cost = await benchSyncCost(ground)
    return {
      'server.reads': reads,
      'server.writes': writes,
      'server.poke.p95': poke,
      'sync.cost': cost,
    }
  } finally {
    await ground.close()
  }
}

async function tokenOf(url: string): Promise<string> {
  const server = await discover(url, fetch)
  if (!server.ok) throw new Error(server.error.detail)
  const login = await signIn({ server: server.value }, demoPerson('administrator').email, demoPassword)
  return login.tokens.accessToken
}

/** An account with many users, and an application that it has without auto-assignment and without grants. */
async function findTarget({ db, newId }: Ground, accessToken: string): Promise<Target> {
  const { rows } = await sql<{ id: AccountId; environment_id: string }>`
    select a.id, a.environment_id from account a
      join environment_administrator e using (environment_id)
      join app_user u on u.id = e.user_id and u.email = ${demoPerson('administrator').email}
      join membership m on m.account_id = a.id and m.status = 'active'
    where a.status = 'active' group by a.id order by count(*) desc limit 1`.execute(db)
  const account = rows[0]
  if (!account) throw new Error('the demo data has no account')
  const applicationId = newId<ApplicationId>()
  await sql`insert into application (id, environment_id, key, name, description, type, status, application_url, login_url)
    values (${applicationId}, ${account.environment_id}, 'bench', 'Bench', '', 'application', 'active',
      'https://app.example.com', 'https://app.example.com/login')`.execute(db)
  await sql`insert into account_application (account_id, application_id, assigned_at)
    values (${account.id}, ${applicationId}, now())`.execute(db)
  const memberships = await db
    .selectFrom('membership')
    .select('id')
    .where('account_id', '=', account.id)
    .execute()
  const membershipIds: MembershipId[] = memberships.map(({ id }) => id)
  const cursor = horizonCursor(await inSnapshot(db, readHorizon))
  return { accountId: account.id, applicationId, membershipIds, accessToken, cursor }
}
