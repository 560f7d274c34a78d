import { writeSync } from 'node:fs'
import { hostname } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { type Intent, type MutationId, ok, problem } from '@gatehouse/contract'
import { type Keychain, silentLogger, systemClock, systemTimers } from '../../../src/main/ports.ts'
import type { Server } from '../../../src/main/session/discovery.ts'
import { createReplicaFiles } from '../../../src/main/session/replica-files.ts'
import { createVault } from '../../../src/main/session/vault.ts'
import { openWorkspace, type Workspace } from '../../../src/main/session/workspace.ts'
import { startReplica } from '../../../src/replica/index.ts'

// A desktop at work until it is killed: everything that main runs for one principal, with real threads, time and
// network. What it has been told is safe it says on a line of its own, before it goes on.

/** What the story tells it, as JSON in its environment. */
export interface CrashOrders {
  folder: string
  /** With the API at the proxy's address. */
  server: Server
  /** Drawn from in turn. */
  intents: Intent[]
  seed: number
}

const orders = JSON.parse(process.env.CRASH_ORDERS ?? '{}') as CrashOrders
const { folder, server, intents } = orders
const workerScript = new URL('../../../src/replica/worker.ts', import.meta.url)

const keychain: Keychain = {
  protection: async () => 'protected',
  wrap: async (text) => ok(Buffer.from(text)),
  unwrap: async (wrapped) => ok({ text: wrapped.toString(), rewrap: false }),
}

function say(...words: string[]): void {
  writeSync(1, `${words.join(' ')}\n`)
}

let drawn = orders.seed
/** Linear congruential, by Numerical Recipes; its high bits are good enough to choose by. */
function draw(below: number): number {
  drawn = (Math.imul(drawn, 1_664_525) + 1_013_904_223) >>> 0
  return Math.floor((drawn / 2 ** 32) * below)
}

async function open(): Promise<Workspace> {
  const vault = createVault(`${folder}/vault`, server.address, keychain)
  const kept = await vault.load()
  if (!kept.ok || !kept.value) throw new Error(`nobody is signed in: ${kept.ok ? 'empty' : kept.error.code}`)
  const files = createReplicaFiles(
    { folder: `${folder}/replica`, keychain, clock: systemClock, log: silentLogger },
    server.address,
    kept.value.principal.userId,
  )
  say('opening')
  const opened = await openWorkspace(
    {
      fetch: (input, init) =>
        fetch(typeof input === 'string' ? input.replace(server.address, server.discovery.api) : input, init),
      device: hostname().slice(0, 100),
      clock: systemClock,
      timers: systemTimers,
      random: Math.random,
      calm: Promise.resolve(),
      log: silentLogger,
      startReplica: (onCrash) => startReplica(workerScript, { onCrash }),
      wantedFirst: () => [],
    },
    { changed() {}, status() {}, moved() {}, accessEnded() {}, crashed: () => say('crashed') },
    { server, kept: kept.value, fresh: null, vault, files },
  )
  if (!opened.ok) throw new Error(`not opened: ${opened.error.code}: ${opened.error.detail}`)
  say('open')
  return opened.value
}

/** Refusals are read and put away; each is said before it is forgotten. */
async function decide(workspace: Workspace): Promise<void> {
  const items = await workspace.replica.read('outbox.list', {}, systemClock.now())
  if (!items.ok) return
  for (const { mutationId, state } of items.value) {
    if (state !== 'refused') continue
    say('refused', mutationId)
    await workspace.discard(mutationId)
  }
}

async function undo(workspace: Workspace, mutationId: MutationId): Promise<void> {
  // Said first: once it is undone nobody may be left to say it.
  say('undoing', mutationId)
  const undone = await workspace.undo(mutationId)
  if (undone.ok && undone.value.undone) say('undone', mutationId)
}

let workspace = await open()
for (;;) {
  // A kill between the server's giving of a token and its keeping here, and a slow machine after it.
  if (workspace.engine.status().state === 'sign-in') say('signed-out')
  const intent = intents[draw(intents.length)]
  if (!intent) throw new Error('there is nothing to do')
  const queued = await workspace.mutate(intent)
  if (queued.ok) {
    say('queued', queued.value.mutationId, intent.name)
    if (draw(8) === 0) await undo(workspace, queued.value.mutationId)
  } else if (queued.error.code === problem('replica_unavailable').code) throw new Error('the replica is gone')
  if (draw(6) === 0) await decide(workspace)
  if (draw(4) === 0) void workspace.engine.now().catch(() => {})
  if (draw(10) === 0) {
    say('closing')
    await workspace.close()
    workspace = await open()
  }
  // Room for the loops; more of it once much is waiting.
  await setTimeout(workspace.engine.status().waiting > 12 ? 30 : draw(5))
}
