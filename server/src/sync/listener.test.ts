import { sql } from 'kysely'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { createWorld, type World } from '../testing/world.ts'
import { createListener, type Listener } from './listener.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

async function listening(channels: string[]) {
  const heard: string[] = []
  const warned: string[] = []
  let regained = 0
  const listener: Listener = createListener({
    connectionString: world.config.connectionString,
    applicationName: 'gatehouse-listener-test',
    channels: Object.fromEntries(
      channels.map((channel) => [channel, (payload: string) => heard.push(`${channel} ${payload}`)]),
    ),
    log: { warn: (_context, message) => warned.push(message) },
    regained: () => {
      regained += 1
    },
  })
  onTestFinished(() => listener.stop())
  await listener.start()
  return { listener, heard, warned, regained: () => regained }
}

const notify = (channel: string, payload: string) =>
  sql`select pg_notify(${channel}, ${payload})`.execute(world.db)

const connections = () =>
  sql<{ pid: number }>`select pid from pg_stat_activity
    where application_name = 'gatehouse-listener-test' and datname = current_database()`
    .execute(world.db)
    .then(({ rows }) => rows.length)

test('hears each of its channels on one connection, and no other', async () => {
  const { heard } = await listening(['first_channel', 'second_channel'])
  expect(await connections()).toBe(1)
  await notify('third_channel', 'nothing')
  await notify('second_channel', 'two')
  await notify('first_channel', 'one')
  await expect.poll(() => heard).toEqual(['second_channel two', 'first_channel one'])
})

test('connects again when it was cut, says so, and hears what comes from then on', async () => {
  const { heard, warned, regained } = await listening(['first_channel'])
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'gatehouse-listener-test' and datname = current_database()`.execute(world.db)
  await expect.poll(regained, { timeout: 10_000 }).toBe(1)
  expect(warned).toHaveLength(1)
  await notify('first_channel', 'again')
  await expect.poll(() => heard).toEqual(['first_channel again'])
})

test('stopped, it leaves no connection behind and comes back no more', async () => {
  const { listener, regained } = await listening(['first_channel'])
  await listener.stop()
  await expect.poll(connections).toBe(0)
  expect(regained()).toBe(0)
})

test('a database that can not be reached is said at the start', async () => {
  const listener = createListener({
    connectionString: 'postgres://nobody@127.0.0.1:1/nothing',
    applicationName: 'gatehouse-listener-test',
    channels: {},
    log: { warn: () => {} },
    regained: () => {},
  })
  await expect(listener.start()).rejects.toThrow()
  await listener.stop()
})
