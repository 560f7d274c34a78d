import { randomBytes } from 'node:crypto'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fail, ok, problem, type Result, type UserId } from '@gatehouse/contract'
import type { Clock, Keychain, Logger } from '../ports.ts'
import {
  filesOf,
  nameIn,
  removeSet,
  renameSet,
  type SetKind,
  setsOf,
  stampOf,
  syncFolder,
  timeOf,
} from './file-sets.ts'
import { fileName, readFileOrNull, writeWhole } from './vault.ts'

export interface OpenedFiles {
  file: string
  /** 32 random bytes; the caller wipes them once the database is open. */
  key: Buffer
  /** There was a copy whose key is lost. It stands aside and a fresh one begins. */
  lost: boolean
}

/** A copy that is not in use any more, out of which the user's own rows are still to be taken. */
export interface Rescue {
  kind: SetKind
  stamp: string
  file: string
  /** The caller wipes it. */
  key: Buffer
}

/** Where the encrypted copy of one principal at one server lies, with its key wrapped by the keychain beside it. */
export interface ReplicaFiles {
  /** Problems: `keychain_unavailable`, with nothing touched, while the keychain gives nothing; `replica_unavailable`. */
  open(): Promise<Result<OpenedFiles>>
  /**
   * The file in use is not to be used any more: the next `open`, of this program or the next start, sets it aside.
   * Problem: `replica_unavailable`, where not even that can be written.
   */
  condemn(why: 'damaged' | 'wiped'): Promise<Result<Record<string, never>>>
  /** Keeps a file under another name and lets a fresh one begin. `wiped` ones go once their rows were taken over. */
  setAside(why?: 'damaged' | 'wiped'): Promise<void>
  /** The folder was removed while the file was in use: writes the key back beside it. */
  putKeyBack(): Promise<void>
  rescues(): Promise<Rescue[]>
  /** Its rows were taken over. Few are kept for long. */
  rescued(rescue: Rescue): Promise<void>
  wipe(): Promise<void>
}

export interface ReplicaFilesDeps {
  folder: string
  keychain: Keychain
  clock: Clock
  log: Logger
}

/** So many that were set aside are kept, and so long. */
const mostAside = 2
const longestAsideMs = 30 * 86_400_000

export function createReplicaFiles(
  { folder, keychain, clock, log }: ReplicaFilesDeps,
  serverAddress: string,
  userId: UserId,
): ReplicaFiles {
  const name = fileName(serverAddress, userId)
  const at = (end: string) => join(folder, `${name}.${end}`)
  const keyFile = at('key')
  const condemned = at('condemned')
  let wrappedNow: Buffer | null = null

  /**
   * The key goes along as a copy first, then the log, then the file: cut off anywhere, the next try goes on under the
   * same name, and no log is left beside a file that it doesn't belong to.
   */
  async function moveAside(kind: SetKind): Promise<void> {
    const entries = await filesOf(folder, name)
    const begun = (await setsOf(folder, name)).find((set) => set.kind === kind && !set.ends.includes('db'))
    const stamp = begun?.stamp ?? (await freeStamp())
    const to = (end: string) => join(folder, nameIn(name, { kind, stamp }, end))
    const wrapped = await readFileOrNull(keyFile)
    if (wrapped) await writeWhole(to('key'), wrapped)
    for (const end of ['db-wal', 'db-shm', 'db']) if (entries.includes(end)) await rename(at(end), to(end))
    await rm(keyFile, { force: true })
    await rm(condemned, { force: true })
    await syncFolder(folder)
  }

  /** Later than every one there is, whatever the clock says. */
  async function freeStamp(): Promise<string> {
    const newest = (await setsOf(folder, name)).at(-1)
    const now = clock.now().getTime()
    return stampOf(newest ? Math.max(now, timeOf(newest.stamp) + 1) : now)
  }

  async function keyIn(file: string): Promise<{ key: Buffer | null; isThere: boolean }> {
    const wrapped = await readFileOrNull(file)
    if (!wrapped) return { key: null, isThere: false }
    const text = await keychain.unwrap(wrapped)
    if (!text.ok) return { key: null, isThere: true }
    const key = Buffer.from(text.value.text, 'base64')
    if (key.length !== 32) return { key: null, isThere: true }
    if (file === keyFile) wrappedNow = wrapped
    // Where it can't be written it stays as it is, and is read all the same.
    if (text.value.rewrap && file === keyFile) await wrapKey(key).catch(() => {})
    return { key, isThere: true }
  }

  async function wrapKey(key: Buffer): Promise<Result<void>> {
    const wrapped = await keychain.wrap(key.toString('base64'))
    if (!wrapped.ok) return wrapped
    await writeWhole(keyFile, wrapped.value)
    await syncFolder(folder)
    wrappedNow = wrapped.value
    return ok(undefined)
  }

  /** Whether it gives back what it is given: one that is locked, or whose prompt was refused, doesn't. */
  async function keychainWorks(): Promise<boolean> {
    const probe = randomBytes(16).toString('base64')
    const wrapped = await keychain.wrap(probe)
    if (!wrapped.ok) return false
    const text = await keychain.unwrap(wrapped.value)
    return text.ok && text.value.text === probe
  }

  async function hasCopy(): Promise<boolean> {
    for (const end of ['db', 'db-wal']) {
      const found = await stat(at(end)).catch(() => null)
      if (found && found.size > 0) return true
    }
    return false
  }

  async function open(): Promise<Result<OpenedFiles>> {
    // With the keychain locked no key can be told lost: nothing may be set aside then.
    if ((await keychain.protection()) === 'unavailable') return fail(problem('keychain_unavailable'))
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const sentence = await readFileOrNull(condemned)
    if (sentence) await moveAside(sentence.toString() === 'wiped' ? 'wiped' : 'damaged')
    const known = await keyIn(keyFile)
    if (known.key) return ok({ file: at('db'), key: known.key, lost: false })
    const lost = await hasCopy()
    if (lost) {
      if (known.isThere && !(await keychainWorks())) return fail(locked)
      log.error('the key of the local copy is lost: set aside, fetching everything anew')
      await moveAside('sealed')
    }
    const key = randomBytes(32)
    const wrapped = await wrapKey(key)
    return wrapped.ok ? ok({ file: at('db'), key, lost }) : wrapped
  }

  /** Copies whose changes could still come back go last. A set without a file was never whole. */
  async function prune(): Promise<void> {
    const all = await setsOf(folder, name)
    for (const set of all) if (!set.ends.includes('db')) await removeSet(folder, name, set)
    const sets = all.filter(
      ({ kind, ends }) => (kind === 'aside' || kind === 'sealed') && ends.includes('db'),
    )
    const oldest = stampOf(clock.now().getTime() - longestAsideMs)
    const inOrder = [...sets].sort((a, b) => rank(a.kind) - rank(b.kind) || (a.stamp < b.stamp ? -1 : 1))
    const tooMany = inOrder.slice(0, Math.max(inOrder.length - mostAside, 0))
    for (const set of sets) {
      const isOld = set.kind === 'aside' && set.stamp < oldest
      if (isOld || tooMany.includes(set)) await removeSet(folder, name, set)
    }
  }

  async function answered<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
    try {
      return await work()
    } catch (error) {
      return fail(unwritable(error))
    }
  }

  return {
    async open() {
      const opened = await answered(open)
      if (opened.ok) await prune().catch(() => {})
      return opened
    },
    condemn: (why) =>
      answered(async () => {
        await writeWhole(condemned, Buffer.from(why))
        return ok({})
      }),
    setAside: (why = 'damaged') => moveAside(why),
    async putKeyBack() {
      if (wrappedNow && (await readFileOrNull(keyFile)) === null) await writeWhole(keyFile, wrappedNow)
    },
    async rescues() {
      const rescues: Rescue[] = []
      for (const { kind, stamp, ends } of await setsOf(folder, name)) {
        if (kind === 'aside' || !ends.includes('db')) continue
        const { key } = await keyIn(join(folder, nameIn(name, { kind, stamp }, 'key')))
        const file = join(folder, nameIn(name, { kind, stamp }, 'db'))
        if (key) rescues.push({ kind, stamp, file, key })
      }
      return rescues
    },
    async rescued({ kind, stamp }) {
      const set = (await setsOf(folder, name)).find((one) => one.kind === kind && one.stamp === stamp)
      if (!set) return
      if (kind === 'wiped') await removeSet(folder, name, set)
      else await renameSet(folder, name, set, 'aside')
      await prune()
    },
    async wipe() {
      for (const end of await filesOf(folder, name)) await rm(at(end), { force: true, maxRetries: 3 })
    },
  }
}

function rank(kind: SetKind): number {
  return kind === 'aside' ? 0 : 1
}

const locked = problem('keychain_unavailable', {
  detail:
    'The keychain of this computer does not give the key to the local copy now. Unlock it and try again; nothing was changed.',
})

function unwritable(error: unknown) {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  const isFull = code === 'ENOSPC' || code === 'EDQUOT'
  return problem('replica_unavailable', {
    state: isFull ? 'full' : 'missing',
    detail: isFull
      ? 'The disk is full. Make room and try again.'
      : `The folder of the local copy can not be written (${code}). Check its permissions and its disk, then try again.`,
  })
}
