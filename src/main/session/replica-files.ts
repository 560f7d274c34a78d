import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fail, ok, problem, type Result, type UserId } from '@gatehouse/contract'
import type { Clock, Keychain, Logger } from '../ports.ts'
import { fileName, readFileOrNull, writeWhole } from './vault.ts'

export interface OpenedFiles {
  file: string
  /** 32 random bytes; the caller wipes them once the database is open. */
  key: Buffer
  /** There was a copy whose key is lost. It stands aside and a fresh one begins. */
  lost: boolean
}

/** Where the encrypted copy of one principal at one server lies, with its key wrapped by the keychain beside it. */
export interface ReplicaFiles {
  open(): Promise<Result<OpenedFiles>>
  /** Keeps a file that can't be opened, under another name, and lets a fresh one begin. */
  setAside(): Promise<void>
  wipe(): Promise<void>
}

export interface ReplicaFilesDeps {
  folder: string
  keychain: Keychain
  clock: Clock
  log: Logger
}

export function createReplicaFiles(
  { folder, keychain, clock, log }: ReplicaFilesDeps,
  serverAddress: string,
  userId: UserId,
): ReplicaFiles {
  const name = fileName(serverAddress, userId)
  const file = join(folder, `${name}.db`)
  const keyFile = join(folder, `${name}.key`)

  async function ownFiles(): Promise<string[]> {
    const names = await readdir(folder).catch(() => [])
    return names.filter((entry) => entry.startsWith(`${name}.`))
  }

  async function setAside(): Promise<void> {
    const stamp = clock
      .now()
      .toISOString()
      .replace(/[^0-9]/g, '')
      .slice(0, 14)
    for (const entry of await ownFiles()) {
      if (entry.startsWith(`${name}.aside-`)) continue
      await rename(
        join(folder, entry),
        join(folder, `${name}.aside-${stamp}.${entry.slice(name.length + 1)}`),
      )
    }
  }

  /** Null when there is none or it can't be unwrapped for good. */
  async function knownKey(): Promise<Buffer | null> {
    const wrapped = await readFileOrNull(keyFile)
    if (!wrapped) return null
    const text = await keychain.unwrap(wrapped)
    if (!text.ok) return null
    const key = Buffer.from(text.value.text, 'base64')
    if (key.length !== 32) return null
    if (text.value.rewrap) await wrapKey(key)
    return key
  }

  async function wrapKey(key: Buffer): Promise<Result<void>> {
    const wrapped = await keychain.wrap(key.toString('base64'))
    if (!wrapped.ok) return wrapped
    await writeWhole(keyFile, wrapped.value)
    return ok(undefined)
  }

  async function open(): Promise<Result<OpenedFiles>> {
    // With the keychain locked no key can be told lost: nothing may be set aside then.
    if ((await keychain.protection()) === 'unavailable') return fail(problem('keychain_unavailable'))
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const known = await knownKey()
    if (known) return ok({ file, key: known, lost: false })
    const entries = await ownFiles()
    const lost = entries.includes(`${name}.db`)
    if (lost) {
      log.error('the key of the local copy is lost: set aside, fetching everything anew')
      await setAside()
    }
    const key = randomBytes(32)
    const wrapped = await wrapKey(key)
    return wrapped.ok ? ok({ file, key, lost }) : wrapped
  }

  return {
    async open() {
      try {
        return await open()
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
        return fail(
          problem('replica_unavailable', {
            detail: `The folder of the local copy can not be written (${code}). Make room or check its permissions, then start Gatehouse again.`,
          }),
        )
      }
    },
    setAside,
    async wipe() {
      for (const entry of await ownFiles()) await rm(join(folder, entry), { force: true, maxRetries: 3 })
    },
  }
}
