import { permissionsOf, type Role, type UserId } from '@gatehouse/contract'
import { sql } from 'kysely'
import { readConfig } from '../../../server/src/config.ts'
import { hashPassword } from '../../../server/src/identity/sign-in/passwords.ts'
import { createLog } from '../../../server/src/log.ts'
import { type RunningServer, startServer } from '../../../server/src/server.ts'
import { recordChanges } from '../../../server/src/services/record.ts'
import { createWorld, type Member, type World } from '../../../server/src/testing/world.ts'
import { discover, type Server } from '../../../src/main/session/discovery.ts'

/** The one password of everybody here. */
export const password = 'a quiet bell at noon'
const passwordHash = hashPassword(password)

/** A real server with its own PostgreSQL database, and the hands that a test needs in it. */
export interface Scene {
  world: World
  /** As a client finds it. */
  server: Server
  stopServer(): Promise<void>
  /** At the same address, on the same database. */
  startServer(): Promise<void>
  /** Lets a user of the world sign in. */
  giveLogin(userId: UserId): Promise<void>
  /** Another feed epoch, as after the database was brought back from a copy. */
  newEpoch(): Promise<void>
  /** Makes a member something else, suspends them or ends their membership, and says so in the feed. */
  changeMember(
    member: Pick<Member, 'id' | 'membershipId'>,
    change: { role?: Role; status?: 'active' | 'suspended'; endsAt?: Date | null },
  ): Promise<void>
  close(): Promise<void>
}

export async function createScene(): Promise<Scene> {
  const world = await createWorld()
  const { db } = world
  // Ids and times of the world are of today, as the server's are.
  world.clock.advance(Date.now() - world.clock.now().getTime())
  const config = readConfig({ DATABASE_URL: world.config.connectionString, GATEHOUSE_PORT: '0' })
  if (!config.ok) throw new Error(config.error)
  const given = config.value
  let port = 0
  let running: RunningServer | null = null

  async function start(): Promise<string> {
    if (running) return running.url
    const started = await startServer({
      config: { ...given, port },
      rateLimits: false,
      checkAnswers: true,
      log: createLog('silent'),
    })
    if (!started.ok) throw new Error(started.error.message)
    running = started.value
    port = Number(new URL(running.url).port)
    return running.url
  }

  async function stop(): Promise<void> {
    const stopping = running
    running = null
    await stopping?.close()
  }

  const found = await discover(await start(), fetch)
  if (!found.ok) throw new Error(found.error.detail)
  return {
    world,
    server: found.value,
    stopServer: stop,
    async startServer() {
      await start()
    },
    async giveLogin(userId) {
      await db
        .updateTable('app_user')
        .set({ password_hash: await passwordHash })
        .where('id', '=', userId)
        .execute()
    },
    async newEpoch() {
      await db.updateTable('feed').set({ epoch: sql<string>`gen_random_uuid()` }).execute()
    },
    async changeMember({ id, membershipId }, { role, status, endsAt }) {
      await db.transaction().execute(async (tx) => {
        const changed = await tx
          .updateTable('membership')
          .set((eb) => ({
            ...(role ? { role, permissions: [...permissionsOf(role, [])] } : {}),
            ...(status ? { status } : {}),
            ...(endsAt === undefined ? {} : { ends_at: endsAt }),
            version: eb('version', '+', 1),
          }))
          .where('id', '=', membershipId)
          .returning('account_id as accountId')
          .executeTakeFirst()
        // A client that was offline may have removed it at this moment.
        if (!changed) return
        const { accountId } = changed
        await recordChanges(tx, new Date(), [
          { entity: 'access', accountId, userId: id },
          { entity: 'membership', accountId, key: { id: membershipId }, op: 'put' },
        ])
      })
    },
    async close() {
      await stop()
      await world.close()
    },
  }
}
