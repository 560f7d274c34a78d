import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Intent,
  type MutationId,
  ok,
  type Principal,
  principalSchema,
  type Result,
} from '@gatehouse/contract'
import { settled as feedSettled } from '../../../server/src/testing/feed.ts'
import type { QueryInput, QueryOutput } from '../../../src/ipc/contract.ts'
import type { OutboxItem, SyncStatus } from '../../../src/ipc/views.ts'
import { type Fetch, type Keychain, silentLogger, type Timers } from '../../../src/main/ports.ts'
import { createIssuer, type TokenSet } from '../../../src/main/session/issuer.ts'
import { createReplicaFiles } from '../../../src/main/session/replica-files.ts'
import { startSignIn } from '../../../src/main/session/sign-in.ts'
import { createVault } from '../../../src/main/session/vault.ts'
import { openWorkspace, type Workspace } from '../../../src/main/session/workspace.ts'
import { type FakeTime, fakeTime } from '../../../src/main/testing/fake-time.ts'
import { createEngine } from '../../../src/replica/engine.ts'
import { type Replica, type ReplicaQueryName, startReplica } from '../../../src/replica/index.ts'
import { signInAsBrowser } from './browser.ts'
import { type FaultyProxy, startFaultyProxy } from './faulty-proxy.ts'
import { password, type Scene } from './scene.ts'

const workerScript = new URL('../../../src/replica/worker.ts', import.meta.url)

/**
 * A desktop without its windows: everything that main runs for one signed-in principal, with the replica's thread on
 * a file of its own. Its network goes through a proxy that can fail; its time stands still until a test moves it, so
 * nothing here happens because time passed.
 */
export interface Client {
  /** What this machine calls itself in activity. */
  device: string
  network: FaultyProxy
  time: FakeTime
  workspace(): Workspace
  status(): SyncStatus
  /** Every state the pill has shown, in order. */
  states: SyncStatus['state'][]
  /** Queues a change that the replica has to accept. */
  mutate(intent: Intent): Promise<MutationId>
  read<N extends ReplicaQueryName>(name: N, input: QueryInput<N>): Promise<Result<QueryOutput<N>>>
  outbox(): Promise<OutboxItem[]>
  /** Resolves when this holds; looked at after everything that happens in the client. */
  until(what: string, holds: () => boolean | Promise<boolean>): Promise<void>
  /** The pill says offline, and that so many changes wait. */
  offlineWith(waiting: number): Promise<void>
  /** Everything sent and pulled, nothing under way. */
  settled(): Promise<void>
  /** Ends in good order, or as when the program is killed: nothing that is under way is waited for. */
  close(): Promise<void>
  crash(): Promise<void>
  /** On the same files, signed in by what the vault kept. */
  reopen(options?: { fresh?: TokenSet | null }): Promise<void>
  /** Where all that it keeps lies. */
  folder: string
  /** The replica's file, and the key that opens it. */
  file(): Promise<{ file: string; key: Buffer }>
  /** Closes it and removes its folder. */
  dispose(): Promise<void>
}

export interface Login {
  principal: Principal
  tokens: TokenSet & { refreshToken: string }
}

/** A whole sign-in over HTTP: the server's own pages, back by the loopback address, tokens. */
export async function signIn(
  { server }: Pick<Scene, 'server'>,
  email: string,
  secret = password,
): Promise<Login> {
  let browsing = Promise.resolve()
  const started = await startSignIn(
    {
      issuer: createIssuer(server, fetch),
      timers: fakeTime().timers,
      openBrowser: async (url) => {
        browsing = signInAsBrowser(url, { email, password: secret })
      },
    },
    { anotherLogin: false, loginHint: null, invitation: null },
  )
  if (!started.ok) throw new Error(started.error.detail)
  // The browser only ends before the outcome when it failed.
  const outcome = await Promise.race([started.value.outcome, browsing.then(() => started.value.outcome)])
  if (!outcome.ok) throw new Error(outcome.error.detail)
  const { tokens, finish } = outcome.value
  finish(true)
  await browsing
  if (tokens.refreshToken === null) throw new Error('there is no refresh token')
  const me = await fetch(`${server.discovery.api}/v1/me`, {
    headers: { authorization: `Bearer ${tokens.accessToken}` },
  })
  return {
    principal: principalSchema.parse(await me.json()),
    tokens: { ...tokens, refreshToken: tokens.refreshToken },
  }
}

export interface ClientOptions {
  device?: string
  /** Seconds from now for which it takes its first access token to be good. */
  tokenLifeSeconds?: number
  /** How far its clock is off. */
  clockOffMs?: number
  /** What guards its files; by default nothing, as they are gone after the test. */
  keychain?: Keychain
  /** Stands between it and the network. */
  fetch?: (network: Fetch) => Fetch
  /** Goes on where another left off, in its folder, with its sign-in and through its network. */
  takeOver?: { folder: string; network: FaultyProxy }
  /** False: the replica does without its thread, which takes long to start; all else is the same. */
  inThread?: boolean
  /** Sets faults that are there from the first request. */
  before?: (network: FaultyProxy) => void
}

/** Opens a client that has never been here, with the tokens of a sign-in that was just made. */
export async function startClient(
  scene: Scene,
  { principal, tokens: issued }: Login,
  options: ClientOptions = {},
): Promise<Client> {
  const { server } = scene
  const device = options.device ?? 'Test machine'
  const tokens = { ...issued, expiresIn: options.tokenLifeSeconds ?? issued.expiresIn }
  const network = options.takeOver?.network ?? (await startFaultyProxy(server.address))
  options.before?.(network)
  const folder = options.takeOver?.folder ?? (await mkdtemp(join(tmpdir(), 'gatehouse-client-')))
  const guard = options.keychain ?? keychain
  const time = fakeTime(new Date(Date.now() + (options.clockOffMs ?? 0)).toISOString())
  const vault = createVault(join(folder, 'vault'), server.address, guard)
  const files = createReplicaFiles(
    { folder: join(folder, 'replica'), keychain: guard, clock: time.clock, log: silentLogger },
    server.address,
    principal.userId,
  )
  const news = createNews()
  const states: SyncStatus['state'][] = []
  let open: Workspace | null = null

  // The issuer has to stay under its own name, so what goes there is sent by the proxy too.
  const viaNetwork: Fetch = (input, init) =>
    fetch(typeof input === 'string' ? input.replace(server.address, network.url) : input, init)

  async function start(fresh: TokenSet | null): Promise<void> {
    const kept = await vault.load()
    if (!kept.ok || !kept.value) throw new Error('nobody is signed in')
    const opened = await openWorkspace(
      {
        fetch: options.fetch?.(viaNetwork) ?? viaNetwork,
        device,
        clock: time.clock,
        timers: timersOf(time),
        random: () => 1,
        calm: Promise.resolve(),
        log: silentLogger,
        startReplica: (onCrash) =>
          options.inThread === false ? replicaHere() : startReplica(workerScript, { onCrash }),
        wantedFirst: () => [],
      },
      {
        changed: news.tell,
        moved: news.tell,
        accessEnded: () => {},
        status({ state }) {
          if (states.at(-1) !== state) states.push(state)
          news.tell()
        },
        crashed: () => news.fail(new Error('the replica ended unexpectedly')),
      },
      {
        server: { ...server, discovery: { ...server.discovery, api: network.url } },
        kept: kept.value,
        fresh,
        vault,
        files,
      },
    )
    if (!opened.ok) throw new Error(opened.error.detail)
    open = opened.value
  }

  function workspace(): Workspace {
    if (!open) throw new Error('this client is closed')
    return open
  }

  /** A person has two long answers at a time, and the server notices a moment later that one of them was cut. */
  async function pulledInTurn(): Promise<Result<void>> {
    for (let left = 100; ; left -= 1) {
      const pulled = await workspace().engine.pull()
      if (pulled.ok || pulled.error.code !== 'rate_limited' || left === 0) return pulled
      await new Promise((again) => setTimeout(again, 50))
    }
  }

  const client: Client = {
    device,
    folder,
    network,
    time,
    workspace,
    states,
    status: () => workspace().engine.status(),
    async mutate(intent) {
      const queued = await workspace().mutate(intent)
      if (!queued.ok) throw new Error(`${intent.name} was refused here: ${queued.error.code}`)
      return queued.value.mutationId
    },
    read: (name, input) => workspace().replica.read(name, input, time.clock.now()),
    async outbox() {
      const items = await client.read('outbox.list', {})
      if (!items.ok) throw new Error(items.error.code)
      return items.value
    },
    until: (what, holds) =>
      news.until(holds, () => `${device}: ${what} (the pill says ${open?.engine.status().state})`),
    offlineWith: (waiting) =>
      client.until(`the pill says offline, ${waiting} waiting`, () => {
        const status = client.status()
        return status.state === 'offline' && status.waiting === waiting
      }),
    async settled() {
      // What transactions of others hold back comes with a pull that begins after they have ended.
      await client.until('everything is sent', async () => {
        const isOut = (await client.outbox()).every(({ state }) => state === 'sent')
        return isOut && ['synced', 'syncing'].includes(client.status().state)
      })
      await feedSettled(scene.world)
      await workspace().engine.pull()
      // The pill follows a moment after the outbox, so both are looked at.
      await client.until(
        'everything is sent and pulled',
        async () => client.status().state === 'synced' && (await client.outbox()).length === 0,
      )
      const pulled = await pulledInTurn()
      if (!pulled.ok) throw new Error(`the last pull failed: ${pulled.error.code}`)
    },
    async close() {
      const closing = open
      open = null
      await closing?.close()
    },
    async crash() {
      const { engine, replica } = workspace()
      open = null
      await replica.close()
      await engine.stop()
    },
    async reopen(options = {}) {
      await start(options.fresh === undefined ? tokens : options.fresh)
    },
    async file() {
      const opened = await files.open()
      if (!opened.ok) throw new Error(opened.error.detail)
      return opened.value
    },
    async dispose() {
      await client.close()
      await network.close()
      await rm(folder, { recursive: true, force: true })
    },
  }

  if (options.takeOver) {
    await start(null)
    return client
  }
  const saved = await vault.save({ principal, refreshToken: tokens.refreshToken })
  if (!saved.ok) throw new Error(saved.error.detail)
  await start(tokens)
  return client
}

/** Answers as the threads do: later, and with a rejection where the engine throws. */
function replicaHere(): Replica {
  const methods = Object.entries(createEngine()) as [string, (...args: unknown[]) => unknown][]
  const later = methods.map(([name, method]) => [
    name,
    async (...args: unknown[]) => {
      await new Promise(setImmediate)
      return method(...args)
    },
  ])
  return { check: async () => ok(undefined), ...Object.fromEntries(later) }
}

/** What is due at once runs at once, though time stands still. */
function timersOf({ timers }: FakeTime): Timers {
  return {
    after(milliseconds, run) {
      if (milliseconds > 0) return timers.after(milliseconds, run)
      const immediate = setImmediate(run)
      return () => clearImmediate(immediate)
    },
  }
}

/** Wraps nothing: what it guards here are files that are gone after the test. */
const keychain: Keychain = {
  protection: async () => 'protected',
  wrap: async (text) => ok(Buffer.from(text)),
  unwrap: async (wrapped) => ok({ text: wrapped.toString(), rewrap: false }),
}

/** Longer than anything here takes, so that a condition that never comes says which one it was. */
const patienceMs = 30_000

/** Lets tests wait for what the client is told, instead of asking again and again. */
function createNews() {
  let heard = Promise.withResolvers<void>()

  return {
    tell(): void {
      heard.resolve()
      heard = Promise.withResolvers()
    },
    fail(error: Error): void {
      heard.reject(error)
    },
    async until(holds: () => boolean | Promise<boolean>, what: () => string): Promise<void> {
      const late = Promise.withResolvers<never>()
      const timer = setTimeout(() => late.reject(new Error(`waited in vain: ${what()}`)), patienceMs)
      late.promise.catch(() => {})
      try {
        for (;;) {
          const next = heard.promise
          next.catch(() => {})
          if (await holds()) return
          await Promise.race([next, late.promise])
        }
      } finally {
        clearTimeout(timer)
      }
    },
  }
}
