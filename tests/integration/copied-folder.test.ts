import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fail, ok, problem } from '@gatehouse/contract'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { settled } from '../../server/src/testing/feed.ts'
import type { Keychain } from '../../src/main/ports.ts'
import { type Client, type ClientOptions, startClient } from './kit/client.ts'
import { everyStoredRow } from './kit/compare.ts'
import { isWrite } from './kit/faulty-proxy.ts'
import { changesIn, createOffice, login, type Office } from './kit/office.ts'
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
  const { key } = await client.file()
  const { db } = scene.world
  const names = await db.selectFrom('app_user').select(['name', 'email']).execute()
  const accounts = await db.selectFrom('account').select('name').where('id', '=', office.accountId).execute()
  const applications = await db.selectFrom('application').select('name').execute()
  const words = [
    ...names.flatMap(({ name, email }) => [name, email]),
    ...accounts.map(({ name }) => name),
    ...applications.map(({ name }) => name),
    'guest-of-honour@example.com',
    client.workspace().tokens.refreshToken(),
    office.accountId,
  ]
  const access = await client.workspace().tokens.access()
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

test('once access has ended nothing of the account is in the open replica', async () => {
  const { office, client } = await atWork()
  const other = await createOffice(scene.world, { admin: office.admin })
  await scene.changeMember(office.admin, { endsAt: new Date(Date.now() - 1000) })
  await settled(scene.world)
  await client.workspace().engine.pull()
  await client.until('the account is gone', async () => {
    const account = await client.read('accounts.get', { accountId: office.accountId })
    return !account.ok
  })
  const rows = await everyStoredRow(client)
  const words = [office.accountId, office.member.email, office.member.name, office.colleague.email]
  for (const word of words)
    expect(
      rows.filter((row) => row.includes(word)),
      word,
    ).toEqual([])
  expect(other.accountId).not.toBe(office.accountId)
})
