import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fail, ok, type Problem, problem } from '@gatehouse/contract'
import type { SessionState } from '../../ipc/views.ts'
import type { Replica } from '../../replica/port.ts'
import {
  type Fetch,
  type Keychain,
  type Logger,
  type Presence,
  type Protection,
  silentLogger,
} from '../ports.ts'
import { createLogins } from '../session/logins.ts'
import { createReplicaFiles } from '../session/replica-files.ts'
import { createSession, type Session } from '../session/session.ts'
import { openSettings } from '../settings/settings.ts'
import { fakeReplica } from './fake-sync.ts'
import { type FakeTime, fakeTime } from './fake-time.ts'

/** A computer: what survives a restart of the program. Replicas are in memory, by their file; the rest is in `folder`. */
export interface Computer {
  folder: string
  settings: Record<string, unknown>
  replicas: Map<string, ReturnType<typeof fakeReplica>>
  /** Loses what it guards, and finds it again. */
  keychain: Keychain & { lose(): void; find(): void }
  time: FakeTime
  /** The thread that was started last dies. */
  crash(error: Error): void
  /** Each opening of a copy waits for it. */
  opening: Promise<void>
  /** Replicas that are open now, by their file. */
  open: string[]
  /** Answers of the copies' queries, in place of their own. */
  unreadable: Problem | null
}

export function computer(folder: string): Computer {
  let generation = 0
  return {
    folder,
    settings: {},
    replicas: new Map(),
    time: fakeTime(),
    crash: () => {},
    opening: Promise.resolve(),
    open: [],
    unreadable: null,
    keychain: {
      protection: async () => 'protected',
      wrap: async (text) => ok(Buffer.from(`${generation} ${text}`).reverse()),
      async unwrap(wrapped) {
        const text = Buffer.from(wrapped).reverse().toString()
        return text.startsWith(`${generation} `)
          ? ok({ text: text.slice(text.indexOf(' ') + 1), rewrap: false })
          : fail(problem('keychain_unavailable'))
      },
      lose() {
        generation += 1
      },
      find() {
        generation -= 1
      },
    },
  }
}

export interface InstallationOptions {
  suggestion?: string | null
  protection?: Protection
  startProblem?: Problem | null
  presence?: Presence
  /** In place of the one in memory, which only knows what a session asks itself. */
  startReplica?: () => Replica
  log?: Logger
}

interface Network {
  fetch: Fetch
  openBrowser(url: URL): Promise<void>
}

/** One start of the program on this computer. */
export function install(machine: Computer, network: Network, options: InstallationOptions = {}) {
  const { folder, time } = machine
  const { clock, timers } = time
  const states: SessionState[] = []
  const shown: ('emptied' | 'shown')[] = []
  const settings = openSettings({
    folder,
    openStore: () => ({
      get: (key) => machine.settings[key],
      set(key, value) {
        machine.settings[key] = structuredClone(value)
      },
    }),
    clock,
    log: silentLogger,
  })
  const keychain: Keychain = {
    ...machine.keychain,
    protection: async () => options.protection ?? 'protected',
  }
  const session: Session = createSession({
    fetch: (input, init) => network.fetch(input, init),
    openBrowser: (url) => network.openBrowser(url),
    device: 'test',
    clock,
    timers,
    random: () => 1,
    calm: Promise.resolve(),
    log: options.log ?? silentLogger,
    keychain,
    suggestion: options.suggestion ?? null,
    startProblem: options.startProblem ?? null,
    wantedFirst: () => [],
    servers: { last: settings.lastServer, remember: settings.rememberServer },
    startReplica(onCrash) {
      machine.crash = onCrash
      return options.startReplica?.() ?? inMemory(machine)
    },
    logins: createLogins({
      vaults: join(folder, 'session'),
      replicas: join(folder, 'replica'),
      keychain,
      clock,
      log: silentLogger,
      memory: settings.logins,
    }),
    presence: options.presence ?? { canAsk: () => false, ask: async () => false },
    lock: {
      isLocked: settings.logins.isLocked,
      setLocked: settings.logins.setLocked,
      unlockBy: () => settings.preferences().unlockBy,
    },
    filesOf: (server, userId) =>
      createReplicaFiles(
        { folder: join(folder, 'replica'), keychain, clock, log: silentLogger },
        server.address,
        userId,
      ),
    on: {
      changed: () => {},
      status: () => {},
      accessEnded: () => {},
      state: (state) => void states.push(state),
      signedIn: () => {},
      emptied: () => void shown.push('emptied'),
      shown: () => void (shown.at(-1) === 'shown' || shown.push('shown')),
    },
  })
  return { session, states, settings, time, shown }
}

export type Installation = ReturnType<typeof install>

/** Only what a session asks of a replica itself; the rest is sync's. */
function inMemory(machine: Computer): Replica {
  let at: { file: string; local: ReturnType<typeof fakeReplica> } | null = null
  const local = () => {
    if (!at) throw new Error('the replica is closed')
    return at.local
  }
  const ofSync = new Proxy({} as Replica, {
    get:
      (_target, name: keyof Replica) =>
      async (...args: never[]) =>
        (local().replica as unknown as Record<string, (...all: never[]) => unknown>)[name]?.(...args),
  })
  const own: Partial<Replica> = {
    async open({ file }) {
      await machine.opening
      const known = machine.replicas.get(file) ?? fakeReplica()
      machine.replicas.set(file, known)
      await writeFile(file, '')
      machine.open.push(file)
      at = { file, local: known }
      return ok(await known.replica.state())
    },
    async close() {
      if (at) machine.open.splice(machine.open.indexOf(at.file), 1)
      at = null
    },
    async enqueue(mutationId, intent) {
      local().rows.push({ mutationId, intent, attempts: 0, state: 'waiting' })
      return ok({ tables: ['outbox'], accountIds: [], revision: 1 })
    },
    recover: (async () => ok({})) as unknown as Replica['recover'],
    read: (async () =>
      machine.unreadable ? fail(machine.unreadable) : ok(local().rows)) as unknown as Replica['read'],
  }
  return new Proxy(ofSync, {
    get: (target, name: keyof Replica) =>
      own[name] ?? (name === ('then' as string) ? undefined : target[name]),
  })
}
