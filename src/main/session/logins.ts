import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fail, ok, problem, type Result, type UserId } from '@gatehouse/contract'
import type { Login } from '../../ipc/views.ts'
import type { Clock, Keychain, Logger } from '../ports.ts'
import type { LoginMemory } from '../settings/settings.ts'
import type { Server } from './discovery.ts'
import { createVault, createVaultIn, fileName, type Kept, type Vault } from './vault.ts'

/** A login with all that opening it takes. */
export interface KnownLogin {
  id: string
  server: Server
  kept: Kept
}

export interface Logins {
  /**
   * Ends what a crash cut off, takes over the sign-in of releases that knew one for each server, and finds logins
   * whose memory was lost. Problems: those of the keychain, for a sign-in that is there and can't be read now.
   */
  begin(lastServer: Server | null): Promise<Result<void>>
  /** The sign-in that an earlier release kept for this server becomes a login. Answers its id. */
  adopt(server: Server): Promise<Result<string | null>>
  current(): string | null
  setCurrent(id: string | null): void
  /** The one used last, at this server or at all. */
  newest(address?: string): string | null
  load(id: string): Promise<Result<KnownLogin>>
  /** Keeps a sign-in and makes it a login of this computer. */
  save(server: Server, kept: Kept): Promise<Result<KnownLogin>>
  vault(id: string): Vault
  /** What waits in it, as of now. */
  remember(id: string, counts: { waiting: number; attention: number }): void
  counts(id: string): { waiting: number; attention: number }
  /** Unwraps the sign-ins to say whose they are. The one in use first, then the newest. */
  list(): Promise<Login[]>
  /** Leaves no file of it, even when it is cut off in the middle: the next start goes on. */
  wipe(id: string): Promise<void>
}

export interface LoginsDeps {
  /** Of the sign-ins. */
  vaults: string
  /** Of the local copies: files whose names begin with a login's id. */
  replicas: string
  keychain: Keychain
  clock: Clock
  log: Logger
  memory: LoginMemory
}

/** The name of everything that belongs to a user at a server. The local copy's files go by it too. */
export function loginIdOf(address: string, userId: UserId): string {
  return fileName(address, userId)
}

const none = { waiting: 0, attention: 0 }
const vaultFile = /^([0-9a-f]{32})\.bin$/

export function createLogins(deps: LoginsDeps): Logins {
  const { memory, keychain, clock, log } = deps
  const vaults = new Map<string, Vault>()

  /** One for each login, as it is what puts writing and clearing in order. */
  function vault(id: string): Vault {
    const known = vaults.get(id) ?? createVaultIn(join(deps.vaults, `${id}.bin`), keychain)
    vaults.set(id, known)
    return known
  }

  function record(id: string, { address, discovery }: Server): void {
    const before = memory.all()[id]
    memory.put(id, {
      address,
      serverName: discovery.name,
      lastUsedAt: clock.now().toISOString(),
      waiting: before?.waiting ?? 0,
      attention: before?.attention ?? 0,
    })
  }

  async function save(server: Server, kept: Kept): Promise<Result<KnownLogin>> {
    const id = loginIdOf(server.address, kept.principal.userId)
    const known = { id, server, kept: { ...kept, server } }
    const saved = await vault(id).save(known.kept)
    if (!saved.ok) return saved
    record(id, server)
    return ok(known)
  }

  async function load(id: string): Promise<Result<KnownLogin>> {
    const loaded = await vault(id).load()
    if (!loaded.ok) return loaded
    const kept = loaded.value
    if (!kept?.server) return fail(gone)
    record(id, kept.server)
    return ok({ id, server: kept.server, kept })
  }

  async function adopt(server: Server): Promise<Result<string | null>> {
    const old = createVault(deps.vaults, server.address, keychain)
    const loaded = await old.load()
    if (!loaded.ok) return loaded
    if (!loaded.value) return ok(null)
    const id = loginIdOf(server.address, loaded.value.principal.userId)
    // Taken over before, and cut off: by now the old one's token is spent.
    const there = await vault(id).load()
    if (!there.ok || !there.value) {
      const saved = await save(server, loaded.value)
      if (!saved.ok) return saved
    }
    await old.clear()
    return ok(id)
  }

  async function removeFiles(id: string): Promise<void> {
    await vault(id).clear()
    for (const folder of [deps.vaults, deps.replicas]) {
      const names = await readdir(folder).catch(() => [])
      for (const name of names.filter((each) => each.startsWith(`${id}.`))) {
        await rm(join(folder, name), { recursive: true, force: true, maxRetries: 3 })
      }
    }
  }

  async function wipe(id: string): Promise<void> {
    memory.setWiping([...new Set([...memory.wiping(), id])])
    memory.remove(id)
    await removeFiles(id)
    memory.setWiping(memory.wiping().filter((each) => each !== id))
  }

  /** Sign-ins that no memory speaks of: the settings were lost, or a crash came before they were written. */
  async function findForgotten(): Promise<void> {
    const names = await readdir(deps.vaults).catch(() => [])
    for (const name of names) {
      const id = vaultFile.exec(name)?.[1]
      if (id && !memory.all()[id]) await load(id)
    }
  }

  function newest(address?: string): string | null {
    const fitting = Object.entries(memory.all()).filter(
      ([, known]) => address === undefined || known.address === address,
    )
    const [first] = fitting.sort(([, a], [, b]) => b.lastUsedAt.localeCompare(a.lastUsedAt))
    return first?.[0] ?? null
  }

  return {
    adopt,
    save,
    load,
    vault,
    wipe,
    newest,
    current: memory.current,
    setCurrent: memory.setCurrent,
    async begin(lastServer) {
      for (const id of memory.wiping()) {
        log.info('a sign-out that was cut off is finished')
        await wipe(id)
      }
      const adopted = lastServer ? await adopt(lastServer) : ok(null)
      if (adopted.ok && adopted.value !== null) memory.setCurrent(adopted.value)
      await findForgotten()
      return adopted.ok ? ok(undefined) : adopted
    },
    remember(id, { waiting, attention }) {
      const known = memory.all()[id]
      if (known) memory.put(id, { ...known, waiting, attention, lastUsedAt: clock.now().toISOString() })
    },
    counts(id) {
      const { waiting, attention } = memory.all()[id] ?? none
      return { waiting, attention }
    },
    async list() {
      const current = memory.current()
      const logins = await Promise.all(
        Object.entries(memory.all()).map(async ([id, known]): Promise<Login> => {
          const loaded = await vault(id).load()
          const principal = loaded.ok && loaded.value ? loaded.value.principal : null
          return {
            id,
            server: { address: known.address, name: known.serverName },
            principal: principal && { name: principal.name, email: principal.email },
            isCurrent: id === current,
            lastUsedAt: known.lastUsedAt,
            waiting: known.waiting,
            attention: known.attention,
          }
        }),
      )
      return logins.sort(
        (a, b) => Number(b.isCurrent) - Number(a.isCurrent) || b.lastUsedAt.localeCompare(a.lastUsedAt),
      )
    },
  }
}

const gone = problem('keychain_unavailable', {
  detail: 'The sign-in that was kept on this computer is gone. Sign in again; your local copy is untouched.',
})
