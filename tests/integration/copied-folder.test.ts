import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { cp, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fail, ok, problem } from '@gatehouse/contract'
import Database from 'better-sqlite3-multiple-ciphers'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { settled } from '../../server/src/testing/feed.ts'
import { createRedactor } from '../../src/main/diagnostics/redact.ts'
import { openLog } from '../../src/main/log.ts'
import { type Keychain, silentLogger, systemClock } from '../../src/main/ports.ts'
import { createReplicaFiles } from '../../src/main/session/replica-files.ts'
import type { Workspace } from '../../src/main/session/workspace.ts'
import { toBytes } from '../../src/replica/repositories/ids.ts'
import { type Client, type ClientOptions, startClient } from './kit/client.ts'
import { everyStoredRow } from './kit/compare.ts'
import { isWrite } from './kit/faulty-proxy.ts'
import { install } from './kit/installation.ts'
import { changesIn, clientOf, createOffice, login, type Office } from './kit/office.ts'
import { createScene, type Scene } from './kit/scene.ts'

let scene: Scene
beforeAll(async () => {
  scene = await createScene()
})
afterAll(() => scene.close())

/** Encrypts as the one of the operating system does, with a key that lies in no file. */
function systemKeychain(): Keychain {
  const key = randomBytes(32)
  return {
    protection: async () => 'protected',
    async wrap(text) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      return ok(Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]))
    },
    async unwrap(wrapped) {
      try {
        const cipher = createDecipheriv('aes-256-gcm', key, wrapped.subarray(0, 12))
        cipher.setAuthTag(wrapped.subarray(-16))
        return ok({
          text: cipher.update(wrapped.subarray(12, -16)).toString() + cipher.final('utf8'),
          rewrap: false,
        })
      } catch {
        return fail(problem('keychain_unavailable'))
      }
    },
  }
}

/** A text as it might lie in a file. */
function spellings(text: string): Buffer[] {
  const plain = Buffer.from(text)
  return [
    plain,
    Buffer.from(text, 'utf16le'),
    Buffer.from(plain.toString('base64').replace(/=+$/, '')),
    Buffer.from(plain.toString('hex')),
  ]
}

function keySpellings(key: Buffer): Buffer[] {
  const hex = key.toString('hex')
  const texts = [hex, hex.toUpperCase(), key.toString('base64'), key.toString('base64url')]
  return [key, ...texts.flatMap(spellings)]
}

async function filesIn(folder: string): Promise<{ name: string; content: Buffer }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => ({
        name: entry.name,
        content: await readFile(join(entry.parentPath, entry.name)),
      })),
  )
}

/** What each file would tell whoever copied the folder. */
async function toldBy(folder: string, secrets: Record<string, Buffer[]>): Promise<string[]> {
  const files = await filesIn(folder)
  expect(
    files.some(({ content }) => content.length > 10_000),
    'there is a replica to look into',
  ).toBe(true)
  return files.flatMap(({ name, content }) =>
    Object.entries(secrets)
      .filter(([, ways]) => ways.some((bytes) => content.includes(bytes)))
      .map(([what]) => `${name}: ${what}`),
  )
}

async function secretsOf(client: Client, office: Office): Promise<Record<string, Buffer[]>> {
  return secretsIn((await client.file()).key, client.workspace(), office)
}

async function secretsIn(
  key: Buffer,
  { tokens }: Workspace,
  office: Office,
): Promise<Record<string, Buffer[]>> {
  const { db } = scene.world
  const names = await db.selectFrom('app_user').select(['name', 'email']).execute()
  const accounts = await db.selectFrom('account').select('name').where('id', '=', office.accountId).execute()
  const applications = await db.selectFrom('application').select('name').execute()
  const words = [
    ...names.flatMap(({ name, email }) => [name, email]),
    ...accounts.map(({ name }) => name),
    ...applications.map(({ name }) => name),
    'guest-of-honour@example.com',
    tokens.refreshToken(),
    office.accountId,
  ]
  const access = await tokens.access()
  if (access.ok) words.push(access.value)
  return { ...Object.fromEntries(words.map((word) => [word, spellings(word)])), key: keySpellings(key) }
}

async function atWork(options: ClientOptions = { keychain: systemKeychain() }) {
  const office = await createOffice(scene.world)
  const client = await startClient(scene, await login(scene, office.admin), { ...options, inThread: false })
  onTestFinished(() => client.dispose())
  await client.settled()
  const make = changesIn(office, scene.world)
  await client.mutate(make.assign(...office.apps))
  await client.settled()
  return { office, client, make }
}

test('a folder copied while the client works, after it was killed, and when it is closed tells nothing', async () => {
  const { office, client, make } = await atWork()
  await client.network.down()
  await client.mutate(make.invite('guest-of-honour@example.com'))
  await client.mutate(make.grant(office.apps[0]))
  const secrets = await secretsOf(client, office)
  expect(await toldBy(client.folder, secrets), 'while it works').toEqual([])
  await client.crash()
  expect(await toldBy(client.folder, secrets), 'after a crash').toEqual([])
  await client.reopen({ fresh: null })
  await client.network.up()
  client.network.fault(isWrite, { do: 'cut after' }, 1)
  await client.workspace().engine.now()
  await client.workspace().engine.now()
  await client.settled()
  const later = await secretsOf(client, office)
  await client.close()
  expect(await toldBy(client.folder, { ...secrets, ...later }), 'closed').toEqual([])
})

test('what lies open would be found', async () => {
  const { office, client } = await atWork({})
  const told = await toldBy(client.folder, await secretsOf(client, office))
  expect(told.map((line) => line.split(': ')[1])).toEqual(
    expect.arrayContaining([office.admin.email, client.workspace().tokens.refreshToken()]),
  )
})

/** Every page as it lies in the file when the key is known, those included that no table uses any more. */
async function unlocked(client: Client): Promise<Buffer> {
  const { file, key } = await client.file()
  const database = new Database(file)
  database.key(Buffer.from(`raw:${key.toString('hex')}`))
  try {
    return database.serialize()
  } finally {
    database.close()
  }
}

test('once access has ended nothing of the account can be read, not even by who has the key', async () => {
  const office = await createOffice(scene.world)
  const { accountId } = office
  const name = 'The Quiet Bell Works'
  await scene.world.db.updateTable('account').set({ name }).where('id', '=', accountId).execute()
  const other = await createOffice(scene.world, { admin: office.admin })
  const client = await clientOf(scene, office.admin, { keychain: systemKeychain(), inThread: false })
  await client.mutate(changesIn(office, scene.world).invite('guest-of-honour@example.com'))
  await client.workspace().label(accountId, { alias: 'Our bell ringers', colour: null, tags: ['hushed'] })
  await client.settled()
  const words = [
    ...[accountId, name, 'guest-of-honour@example.com', 'Our bell ringers', 'hushed'],
    // They are in no other account.
    ...[office.member, office.colleague].flatMap((one) => [one.id, one.membershipId, one.name, one.email]),
  ]
  const readIn = (rows: string[]) => words.filter((word) => rows.some((row) => row.includes(word)))
  expect(readIn(await everyStoredRow(client)), 'while there is access').toEqual(words)

  await scene.changeMember(office.admin, { endsAt: new Date(Date.now() - 1000) })
  await settled(scene.world)
  await client.workspace().engine.pull()
  await client.until(
    'the account is gone',
    async () => !(await client.read('accounts.get', { accountId })).ok,
  )
  expect(await client.outbox()).toEqual([])
  const rows = await everyStoredRow(client)
  expect(readIn(rows)).toEqual([])
  expect(
    rows.some((row) => row.includes(other.member.email)),
    'the other account is still here',
  ).toBe(true)

  await client.close()
  const pages = await unlocked(client)
  expect(pages.includes(other.member.email), 'the pages are unlocked').toBe(true)
  expect(words.filter((word) => pages.includes(word))).toEqual([])
  expect(pages.includes(Buffer.from(toBytes(other.accountId)))).toBe(true)
  for (const id of [accountId, office.member.membershipId, office.colleague.id])
    expect(pages.includes(Buffer.from(toBytes(id))), id).toBe(false)
})

/** As the program leaves its folder when it is killed while it writes: logs of the database, and drafts half written. */
async function killedIn(folder: string): Promise<string> {
  const image = await mkdtemp(join(tmpdir(), 'gatehouse-killed-'))
  onTestFinished(() => rm(image, { recursive: true, force: true }))
  await cp(folder, image, { recursive: true })
  for (const kept of ['session', 'replica']) {
    for (const file of await readdir(join(image, kept))) {
      if (!/\.(bin|key)$/.test(file)) continue
      const content = await readFile(join(image, kept, file))
      await writeFile(join(image, kept, `${file}.new`), content.subarray(0, content.length / 2))
    }
  }
  return image
}

const logIn = (folder: string) =>
  openLog({ folder, clock: systemClock, redactor: createRedactor(), verbose: false })

test('settings, logs, what was set aside and what a crash left tell nothing; signing out removes all of the login', async () => {
  const office = await createOffice(scene.world)
  const keychain = systemKeychain()
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-copied-'))
  const machine = await install(scene, { folder, keychain, log: logIn(folder) })
  await machine.session.start()
  await machine.signIn(office.admin)
  await machine.synced()
  machine.settings.setPreferences({ pins: [office.accountId], lastAccountId: office.accountId })
  machine.network.isUp = false
  const invited = changesIn(office, scene.world).invite('guest-of-honour@example.com')
  expect(await machine.workspace().mutate(invited)).toMatchObject({ ok: true })
  await machine.offlineWith(1)
  const files = createReplicaFiles(
    { folder: join(folder, 'replica'), keychain, clock: systemClock, log: silentLogger },
    scene.server.address,
    office.admin.id,
  )
  const opened = await files.open()
  if (!opened.ok) throw new Error(opened.error.code)
  // Ids may stand in settings and logs; they tell nothing by themselves.
  const { [office.accountId]: _, ...secrets } = await secretsIn(opened.value.key, machine.workspace(), office)

  const image = await killedIn(folder)
  // The log as well: what it holds of a page makes up for that page.
  for (const file of await readdir(join(image, 'replica'))) {
    if (!/\.db(-wal)?$/.test(file)) continue
    const damaged = await open(join(image, 'replica', file), 'r+')
    await damaged.write(randomBytes(4096), 0, 4096, 0)
    await damaged.close()
  }
  const later = await install(scene, { folder: image, keychain, log: logIn(image) })
  later.network.isUp = false
  await later.session.start()

  const names = (await filesIn(image)).map(({ name }) => name)
  for (const kind of [/^settings\.json$/, /^gatehouse\.log$/, /\.aside-\d+\.db$/, /\.bin\.new$/, /\.db-wal$/])
    expect(names, `${kind}`).toContainEqual(expect.stringMatching(kind))
  expect(await toldBy(folder, secrets), 'while it works').toEqual([])
  expect(await toldBy(image, secrets), 'after a crash and damage').toEqual([])

  expect(await later.session.signOut({ discardUnsent: true })).toEqual(ok({}))
  const left = await filesIn(image)
  expect(left.map(({ name }) => name).sort()).toEqual(['gatehouse.log', 'settings.json'])
  const settings = left.find(({ name }) => name === 'settings.json')?.content
  for (const id of [later.idOf(office.admin), office.accountId]) expect(settings?.includes(id)).toBe(false)
})
