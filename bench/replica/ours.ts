import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import type { AccountId, ApplicationId } from '@gatehouse/contract'
import { ok } from '@gatehouse/contract'
import type { QueryInput, QueryOutput } from '../../src/ipc/contract.ts'
import { readLines } from '../../src/main/api-client/streams.ts'
import { type Replica, type ReplicaQueryName, startReplica } from '../../src/replica/index.ts'
import { worldNow } from '../fleet/ids.ts'
import type { Contender } from '../peers/measure.ts'

const script = new URL('../../src/replica/worker.ts', import.meta.url)
/** The files are made here and thrown away; what matters is that they are encrypted. */
const key = Uint8Array.from({ length: 32 }, (_, n) => (n * 37 + 11) % 256)

/** The replica as main has it, threads and encryption included. */
export async function openReplica(file: string): Promise<Replica> {
  const replica = startReplica(script)
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
  void replica
}

/** The replica, asked what its peers are asked. */
export function asContender(file: string): Contender & { close(): Promise<void>; replica(): Replica } {
  let replica: Replica | null = null
  function opened(): Replica {
    if (!replica) throw new Error('the replica was not opened')
    return replica
  }
  return {
    replica: opened,
    async open() {
      replica = await openReplica(file)
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
    async search(text: string) {
      void text
    },
    async who(applicationId: ApplicationId) {
      void applicationId
      return 0
    },
    close: async () => replica?.close(),
  }
}
