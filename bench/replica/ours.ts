import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import type { AccountId, ApplicationId } from '@gatehouse/contract'
import { ok } from '@gatehouse/contract'
import type { QueryInput, QueryOutput } from '../../src/ipc/contract.ts'
import { readLines } from '../../src/main/api-client/streams.ts'
import {
  type Replica,
  type ReplicaQueryName,
  type ReplicaWorker,
  startReplica,
} from '../../src/replica/index.ts'
import { worldNow } from '../fleet/ids.ts'
import type { Contender } from '../peers/measure.ts'
import { searchLimit, whoLimit } from '../peers/peer.ts'
import { readyThreads, workerFile } from './threads.ts'

/** The files are made here and thrown away; what matters is that they are encrypted. */
const key = Uint8Array.from({ length: 32 }, (_, n) => (n * 37 + 11) % 256)

/** The replica as main has it, threads and encryption included. */
export async function openReplica(file: string, source: ReplicaWorker = workerFile): Promise<Replica> {
  const replica = startReplica(source)
  const opened = await replica.open({ file, key: key.slice() })
  if (!opened.ok) throw new Error(opened.error.detail ?? opened.error.code)
  return replica
}

export async function ask<N extends ReplicaQueryName>(
  replica: Replica,
  name: N,
  input: QueryInput<N>,
): Promise<QueryOutput<N>> {
  const result = await replica.read(name, input, worldNow)
  if (!result.ok) throw new Error(`${name}: ${result.error.code}`)
  return result.value
}

export interface Loaded {
  /** Milliseconds since the first byte: until the replica can be searched, and until the first account is whole. */
  total: number
  firstAccount: number
  usable: number
  rows: number
}

/** Loads a bootstrap as main does: read off the network in pieces, whole lines handed on to the writing thread. */
export async function loadReplica(replica: Replica, bootstrap: string): Promise<Loaded> {
  const body = Readable.toWeb(createReadStream(bootstrap, { highWaterMark: 2 ** 16 })) as ReadableStream<
    Uint8Array<ArrayBuffer>
  >
  const loaded: Loaded = { total: 0, firstAccount: 0, usable: 0, rows: 0 }
  const start = performance.now()
  const since = () => performance.now() - start
  const read = await readLines(
    new Response(body),
    async (text) => {
      const step = await replica.applyBootstrap(text, worldNow)
      if (!step.ok) return step
      if (step.value.usable) loaded.usable = since()
      if (step.value.accounts > 0 && loaded.firstAccount === 0) loaded.firstAccount = since()
      loaded.rows += step.value.rows
      return ok(undefined)
    },
    { idleMs: 600_000, signal: new AbortController().signal },
  )
  if (!read.ok) throw new Error(read.error.detail ?? read.error.code)
  await searchable(replica)
  loaded.total = since()
  return loaded
}

/** Resolves when a search looks at everything. */
async function searchable(replica: Replica): Promise<void> {
  while (!(await ask(replica, 'search.find', { text: 'anna' })).complete) await setTimeout(10)
}

interface Extras {
  prepare(): Promise<void>
  replica(): Replica
  close(): Promise<void>
}

/** The replica, asked what its peers are asked. */
export function asContender(file: string): Contender & Extras {
  let replica: Replica | null = null
  let source: ReplicaWorker = workerFile
  function opened(): Replica {
    if (!replica) throw new Error('the replica was not opened')
    return replica
  }
  return {
    replica: opened,
    /** As the code of a peer is there before it is opened. */
    async prepare() {
      source = await readyThreads()
    },
    async open() {
      replica = await openReplica(file, source)
      return ask(replica, 'accounts.list', {})
    },
    ready: async () => {},
    async visit(accountId: AccountId) {
      const [, dashboard] = await Promise.all([
        ask(opened(), 'accounts.get', { accountId }),
        ask(opened(), 'dashboard.get', { accountId }),
      ])
      return dashboard.users?.total ?? 0
    },
    search: (text) => ask(opened(), 'search.find', { text, limit: searchLimit }),
    async who(applicationId: ApplicationId) {
      return (await ask(opened(), 'access.who', { applicationId, limit: whoLimit })).count
    },
    close: async () => replica?.close(),
  }
}
