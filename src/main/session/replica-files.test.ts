import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fail, ok, principalSchema, problem, userIdSchema } from '@gatehouse/contract'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Keychain, type Protection, silentLogger } from '../ports.ts'
import { fakeTime } from '../testing/fake-time.ts'
import { createReplicaFiles } from './replica-files.ts'
import { createVault } from './vault.ts'

/** Turns bytes round, and only its own; `lose()` is a computer whose keychain was emptied. */
function fakeKeychain() {
  let generation = 1
  let protection: Protection = 'protected'
  const keychain: Keychain = {
    protection: async () => protection,
    wrap: async (text) => ok(Buffer.from(`${generation}:${[...text].reverse().join('')}`)),
    async unwrap(wrapped) {
      const [by, ...rest] = wrapped.toString().split(':')
      if (by !== String(generation)) return fail(problem('keychain_unavailable'))
      return ok({ text: [...rest.join(':')].reverse().join(''), rewrap: false })
    },
  }
  return {
    keychain,
    lose() {
      generation += 1
    },
    lock() {
      protection = 'unavailable'
    },
  }
}

const server = 'https://gate.example.com'
const userId = userIdSchema.parse('0199f3a2-7b1c-7c3d-8e4f-5a6b7c8d9e0f')
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-files-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('the key of the local copy', () => {
  function files(keychain: Keychain, address = server) {
    return createReplicaFiles(
      { folder, keychain, clock: fakeTime().clock, log: silentLogger },
      address,
      userId,
    )
  }

  test('is made once, kept wrapped, and the same at the next start', async () => {
    const { keychain } = fakeKeychain()
    const first = await files(keychain).open()
    const second = await files(keychain).open()
    if (!first.ok || !second.ok) throw new Error('not opened')
    expect(first.value.key).toHaveLength(32)
    expect(second.value.key.equals(first.value.key)).toBe(true)
    expect(first.value.lost || second.value.lost).toBe(false)
    for (const name of await readdir(folder)) {
      const content = await readFile(join(folder, name))
      expect(content.includes(first.value.key)).toBe(false)
      expect(content.includes(first.value.key.toString('base64'))).toBe(false)
      expect(name).not.toContain(userId)
    }
  })

  test('belongs to one server: another has its own file', async () => {
    const { keychain } = fakeKeychain()
    const [here, there] = [
      await files(keychain).open(),
      await files(keychain, 'https://other.example').open(),
    ]
    if (!here.ok || !there.ok) throw new Error('not opened')
    expect(here.value.file).not.toBe(there.value.file)
    expect(here.value.key.equals(there.value.key)).toBe(false)
  })

  test('lost, the file is set aside and a fresh one begins', async () => {
    const { keychain, lose } = fakeKeychain()
    const first = await files(keychain).open()
    if (!first.ok) throw new Error('not opened')
    await writeFile(first.value.file, 'rows')
    await writeFile(`${first.value.file}-wal`, 'more')
    lose()
    const second = await files(keychain).open()
    if (!second.ok) throw new Error('not opened')
    expect(second.value.lost).toBe(true)
    expect(second.value.key.equals(first.value.key)).toBe(false)
    const kept = (await readdir(folder)).filter((name) => name.includes('.aside-20260302090000.'))
    expect(kept.map((name) => name.split('.').slice(2).join('.')).sort()).toEqual(['db', 'db-wal', 'key'])
  })

  test('with the keychain locked nothing is touched', async () => {
    const { keychain, lock } = fakeKeychain()
    const first = await files(keychain).open()
    if (!first.ok) throw new Error('not opened')
    await writeFile(first.value.file, 'rows')
    const before = await readdir(folder)
    lock()
    expect(await files(keychain).open()).toMatchObject({ ok: false, error: { code: 'keychain_unavailable' } })
    expect(await readdir(folder)).toEqual(before)
  })

  test('after a wipe nothing of it is left, copies set aside included', async () => {
    const { keychain, lose } = fakeKeychain()
    const first = await files(keychain).open()
    if (!first.ok) throw new Error('not opened')
    await writeFile(first.value.file, 'rows')
    lose()
    await files(keychain).open()
    await files(keychain).wipe()
    expect(await readdir(folder)).toEqual([])
  })

  test('a folder that can not be made is a problem with a way on', async () => {
    const { keychain } = fakeKeychain()
    await writeFile(join(folder, 'file'), '')
    const opened = await createReplicaFiles(
      { folder: join(folder, 'file/inside'), keychain, clock: fakeTime().clock, log: silentLogger },
      server,
      userId,
    ).open()
    expect(opened).toMatchObject({ ok: false, error: { code: 'replica_unavailable' } })
  })
})

describe('the kept sign-in', () => {
  const principal = principalSchema.parse({
    userId,
    name: 'Cassie',
    email: 'cassie@example.com',
    emailVerified: true,
    administers: [],
  })
  const kept = { principal, refreshToken: 'refresh-token-of-cassie' }

  test('is nobody at first, comes back whole, and can be cleared', async () => {
    const { keychain } = fakeKeychain()
    const vault = createVault(folder, server, keychain)
    expect(await vault.load()).toEqual(ok(null))
    await vault.save(kept)
    expect(await createVault(folder, server, keychain).load()).toEqual(ok(kept))
    expect(await createVault(folder, 'https://other.example', keychain).load()).toEqual(ok(null))
    await vault.clear()
    expect(await vault.load()).toEqual(ok(null))
  })

  test('is not readable on the disk', async () => {
    const vault = createVault(folder, server, fakeKeychain().keychain)
    await vault.save(kept)
    for (const name of await readdir(folder)) {
      expect(await readFile(join(folder, name), 'utf8')).not.toMatch(/refresh-token|cassie/)
    }
  })

  test('that can not be unwrapped any more is a problem, not a crash', async () => {
    const { keychain, lose } = fakeKeychain()
    const vault = createVault(folder, server, keychain)
    await vault.save(kept)
    lose()
    expect(await vault.load()).toMatchObject({ ok: false, error: { code: 'keychain_unavailable' } })
  })

  test('that can not be written is a problem, not a crash', async () => {
    await writeFile(join(folder, 'file'), '')
    const vault = createVault(join(folder, 'file/inside'), server, fakeKeychain().keychain)
    expect(await vault.save(kept)).toMatchObject({ ok: false, error: { code: 'keychain_unavailable' } })
  })
})
