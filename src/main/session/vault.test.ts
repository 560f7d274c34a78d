import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ok } from '@gatehouse/contract'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Keychain } from '../ports.ts'
import { people } from '../testing/fake-world.ts'
import { createVault, type Kept } from './vault.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-vault-'))
})
afterEach(() => rm(folder, { recursive: true }))

const kept = (refreshToken: string): Kept => ({
  principal: {
    userId: people.cassie,
    name: 'Cassie',
    email: 'cassie@example.com',
    emailVerified: true,
    administers: [],
  },
  refreshToken,
})

/** Each wrap ends when the test says so, the first one last: a keychain takes as long as it likes. */
function slowKeychain() {
  const waiting: (() => void)[] = []
  const keychain: Keychain = {
    protection: async () => 'protected',
    wrap: (text) => {
      const { promise, resolve } = Promise.withResolvers<void>()
      waiting.push(resolve)
      return promise.then(() => ok(Buffer.from(text)))
    },
    unwrap: async (wrapped) => ok({ text: wrapped.toString(), rewrap: false }),
  }
  async function release(): Promise<void> {
    while (waiting.length > 0) {
      waiting.pop()?.()
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  return { keychain, release }
}

async function finished<T>(work: Promise<T>, release: () => Promise<void>): Promise<T> {
  let isOver = false
  const over = work.finally(() => {
    isOver = true
  })
  while (!isOver) {
    await release()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return over
}

test('of two saves at once the later one stays', async () => {
  const { keychain, release } = slowKeychain()
  const vault = createVault(folder, 'https://gate.example.com', keychain)
  const saved = Promise.all([vault.save(kept('spent')), vault.save(kept('fresh'))])
  await new Promise((resolve) => setImmediate(resolve))
  expect(await finished(saved, release)).toEqual([ok(undefined), ok(undefined)])
  expect(await vault.load()).toEqual(ok(kept('fresh')))
})

test('a save under way does not come back after clearing', async () => {
  const { keychain, release } = slowKeychain()
  const vault = createVault(folder, 'https://gate.example.com', keychain)
  const saved = vault.save(kept('old'))
  const cleared = vault.clear()
  await new Promise((resolve) => setImmediate(resolve))
  await finished(Promise.all([saved, cleared]), release)
  expect(await readdir(folder)).toEqual([])
})

test('what is written anew for the keychain while it is read does not bring back what was saved meanwhile', async () => {
  const reading = Promise.withResolvers<void>()
  const read = Promise.withResolvers<void>()
  const keychain: Keychain = {
    protection: async () => 'protected',
    wrap: async (text) => ok(Buffer.from(text)),
    async unwrap(wrapped) {
      reading.resolve()
      await read.promise
      return ok({ text: wrapped.toString(), rewrap: true })
    },
  }
  const vault = createVault(folder, 'somebody', keychain)
  await vault.save(kept('refresh-1'))
  const loading = vault.load()
  await reading.promise
  const saving = vault.save(kept('refresh-2'))
  read.resolve()
  await Promise.all([loading, saving])
  expect(await vault.load()).toMatchObject(ok({ refreshToken: 'refresh-2' }))
})
