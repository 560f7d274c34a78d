import { createHash } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fail, ok, principalSchema, problem, type Result } from '@gatehouse/contract'
import { z } from 'zod'
import { parseJson } from '../api-client/answers.ts'
import type { Keychain } from '../ports.ts'
import { serverSchema } from './discovery.ts'

/** What a restart needs to be signed in, with or without a connection. */
const keptSchema = z.object({
  principal: principalSchema,
  refreshToken: z.string().min(1),
  /** Where the login belongs, with the deployment's policies; files of the first release don't say. */
  server: serverSchema.optional(),
  /** The latest time this computer has shown since the last contact, so that a clock set back is noticed. */
  seenAt: z.iso.datetime().optional(),
})
export type Kept = z.infer<typeof keptSchema>

/** One sign-in, wrapped by the keychain, in a file of its own. */
export interface Vault {
  /** Null when there is none. Problems: `keychain_unavailable`, also for a file that can't be unwrapped. */
  load(): Promise<Result<Kept | null>>
  save(kept: Kept): Promise<Result<void>>
  clear(): Promise<void>
}

/** In the folder, under a name that tells nothing of `whose` it is. */
export function createVault(folder: string, whose: string, keychain: Keychain): Vault {
  return createVaultIn(join(folder, `${fileName(whose)}.bin`), keychain)
}

export function createVaultIn(file: string, keychain: Keychain): Vault {
  let last: Promise<unknown> = Promise.resolve()
  /** One after another, in the order asked for: the newest save stays, and nothing comes back after `clear`. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = last.then(work)
    last = done.catch(() => {})
    return done
  }
  async function write(kept: Kept): Promise<Result<void>> {
    const wrapped = await keychain.wrap(JSON.stringify(kept))
    if (!wrapped.ok) return wrapped
    try {
      await writeWhole(file, wrapped.value)
      return ok(undefined)
    } catch (error) {
      return fail(problem('keychain_unavailable', { detail: notWritten(error) }))
    }
  }
  async function read(): Promise<Result<Kept | null>> {
    const wrapped = await readFileOrNull(file)
    if (!wrapped) return ok(null)
    const text = await keychain.unwrap(wrapped)
    if (!text.ok) return text
    const kept = keptSchema.safeParse(parseJson(text.value.text))
    if (!kept.success)
      return fail(problem('keychain_unavailable', { detail: 'The kept sign-in is damaged.' }))
    if (text.value.rewrap) await write(kept.data)
    return ok(kept.data)
  }
  return {
    // In turn too, as it may write what it has read.
    load: () => inTurn(read),
    save: (kept) => inTurn(() => write(kept)),
    clear: () => inTurn(() => rm(file, { force: true })),
  }
}

function notWritten(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  return `The sign-in could not be written to this computer's disk (${code}).`
}

/** Says nothing of what it was made from to whoever lists the folder. */
export function fileName(...parts: string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32)
}

/** Null where there is no such file. */
export async function readFileOrNull(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/** Replaces a file whole: after a crash it holds the old content or the new, never half of either. */
export async function writeWhole(file: string, content: Buffer): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const draft = `${file}.new`
  const handle = await open(draft, 'w', 0o600)
  try {
    await handle.writeFile(content)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(draft, file)
}
