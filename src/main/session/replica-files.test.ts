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
  let denies = false
  let protection: Protection = 'protected'
  const keychain: Keychain = {
    protection: async () => protection,
    wrap: async (text) => ok(Buffer.from(`${generation}:${[...text].reverse().join('')}`)),
    async unwrap(wrapped) {
      const [by, ...rest] = wrapped.toString().split(':')
      if (denies || by !== String(generation)) return fail(problem('keychain_unavailable'))
      return ok({ text: [...rest.join(':')].reverse().join(''), rewrap: false })
    },
  }
  return {
    keychain,
    lose() {
      generation += 1
    },
    find() {
      generation -= 1
    },
    deny(now: boolean) {
      denies = now
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
    const kept = (await readdir(folder)).filter((name) => name.includes('.sealed-20260302090000000.'))
    expect(kept.map((name) => name.split('.').slice(2).join('.')).sort()).toEqual(['db', 'db-wal', 'key'])
  })

  test('that comes back opens what was set aside, which is then done with', async () => {
    const { keychain, lose, find } = fakeKeychain()
    const first = await files(keychain).open()
    if (!first.ok) throw new Error('not opened')
    await writeFile(first.value.file, 'rows')
    lose()
    await files(keychain).open()
    expect(await files(keychain).rescues()).toEqual([])
    find()
    const [rescue] = await files(keychain).rescues()
    expect(rescue).toMatchObject({ kind: 'sealed', key: first.value.key })
    if (!rescue) throw new Error('nothing to rescue')
    expect(await readFile(rescue.file, 'utf8')).toBe('rows')
    await files(keychain).rescued(rescue)
    expect(await files(keychain).rescues()).toEqual([])
    expect((await readdir(folder)).filter((name) => name.includes('.aside-'))).toHaveLength(2)
  })

  test.each(['garbled', 'cut off'])('%s, the file is set aside as well', async (how) => {
    const { keychain } = fakeKeychain()
    const first = await files(keychain).open()
    if (!first.ok) throw new Error('not opened')
    await writeFile(first.value.file, 'rows')
    const [keyFile = ''] = (await readdir(folder)).filter((name) => name.endsWith('.key'))
    const whole = await readFile(join(folder, keyFile))
    await writeFile(join(folder, keyFile), how === 'garbled' ? 'none of ours' : whole.subarray(0, 9))
    expect(await files(keychain).open()).toMatchObject({ ok: true, value: { lost: true } })
  })

  test('missing beside an empty file is a creation that was cut off, and nothing is lost', async () => {
    const { keychain } = fakeKeychain()
    const first = await files(keychain).open()
    if (!first.ok) throw new Error('not opened')
    await writeFile(first.value.file, '')
    for (const name of await readdir(folder)) if (name.endsWith('.key')) await rm(join(folder, name))
    const second = await files(keychain).open()
    expect(second).toMatchObject({ ok: true, value: { lost: false } })
    expect((await readdir(folder)).some((name) => name.includes('sealed'))).toBe(false)
  })

  test('while the keychain gives nothing back, though it says it could, nothing is touched', async () => {
    const { keychain, deny } = fakeKeychain()
    const first = await files(keychain).open()
    if (!first.ok) throw new Error('not opened')
    await writeFile(first.value.file, 'rows')
    const before = await readdir(folder)
    deny(true)
    expect(await files(keychain).open()).toMatchObject({ ok: false, error: { code: 'keychain_unavailable' } })
    expect(await readdir(folder)).toEqual(before)
    deny(false)
    const second = await files(keychain).open()
    expect(second.ok && second.value.key.equals(first.value.key)).toBe(true)
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

  test('of those that were set aside two are kept, the newest, and none for longer than a month', async () => {
    const { keychain } = fakeKeychain()
    const time = fakeTime()
    const here = createReplicaFiles(
      { folder, keychain, clock: time.clock, log: silentLogger },
      server,
      userId,
    )
    const stamps: string[] = []
    for (let n = 0; n < 4; n += 1) {
      const opened = await here.open()
      if (!opened.ok) throw new Error('not opened')
      await writeFile(opened.value.file, `rows ${n}`)
      await here.setAside('damaged')
      const [rescue] = await here.rescues()
      if (!rescue) throw new Error('nothing to rescue')
      stamps.push(rescue.stamp)
      await here.rescued(rescue)
    }
    expect(new Set(stamps).size).toBe(4)
    const aside = async () => (await readdir(folder)).filter((name) => /aside-.*\.db$/.test(name)).sort()
    expect((await aside()).map((name) => name.slice(-20, -3))).toEqual(stamps.slice(2))
    await time.advance(31 * 86_400_000)
    await here.open()
    await here.setAside('damaged')
    for (const rescue of await here.rescues()) await here.rescued(rescue)
    expect(await aside()).toEqual([])
  })

  test('a file that is condemned while it is open is set aside at the next opening, with its log and its key', async () => {
    const { keychain } = fakeKeychain()
    const first = await files(keychain).open()
    if (!first.ok) throw new Error('not opened')
    await writeFile(first.value.file, 'rows')
    await writeFile(`${first.value.file}-wal`, 'more')
    await files(keychain).condemn('damaged')
    const second = await files(keychain).open()
    expect(second).toMatchObject({ ok: true, value: { lost: false } })
    expect(second.ok && second.value.key.equals(first.value.key)).toBe(false)
    const [rescue] = await files(keychain).rescues()
    expect(rescue).toMatchObject({ kind: 'damaged', key: first.value.key })
    expect(await readFile(`${rescue?.file}-wal`, 'utf8')).toBe('more')
    const third = await files(keychain).open()
    expect(third.ok && second.ok && third.value.key.equals(second.value.key)).toBe(true)
  })

  test('setting aside that was cut off goes on under the same name', async () => {
    const { keychain } = fakeKeychain()
    const first = await files(keychain).open()
    if (!first.ok) throw new Error('not opened')
    const name = join(folder, (await readdir(folder))[0]?.replace('.key', '') ?? '')
    await writeFile(first.value.file, 'rows')
    // The key was copied and the log moved when the power went.
    await writeFile(`${name}.damaged-20260301000000000.key`, await readFile(`${name}.key`))
    await writeFile(`${name}.damaged-20260301000000000.db-wal`, 'more')
    await files(keychain).condemn('damaged')
    await files(keychain).open()
    const rescues = await files(keychain).rescues()
    expect(rescues).toMatchObject([{ stamp: '20260301000000000' }])
    expect(await readFile(rescues[0]?.file ?? '', 'utf8')).toBe('rows')
    expect(await readFile(`${rescues[0]?.file}-wal`, 'utf8')).toBe('more')
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
