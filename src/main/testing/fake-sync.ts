import {
  type AccountId,
  accountIdSchema,
  accountOf,
  applicationIdSchema,
  type BootstrapLine,
  type ChangesPage,
  fail,
  type Intent,
  type MutationId,
  mutationIdSchema,
  ok,
  type Principal,
  type Problem,
  problem,
  type Result,
} from '@gatehouse/contract'
import { v7 } from 'uuid'
import type { BootstrapProgress, SyncStatus } from '../../ipc/views.ts'
import type { CutBootstrap, OutboxMove, Outgoing, ReplicaState, Touched } from '../../replica/port.ts'
import { stepOf } from '../../replica/sync/bootstrap.ts'
import { parseLines, parsePage, parseSnapshot } from '../../replica/sync/text.ts'
import type { CallProblem } from '../api-client/answers.ts'
import type { ApiClient } from '../api-client/client.ts'
import { silentLogger } from '../ports.ts'
import type { SyncDeps, SyncReplica } from '../sync/ports.ts'
import { type FakeTime, fakeTime } from './fake-time.ts'

export const epoch = '0199f3a2-7b1c-7c3d-8e4f-5a6b7c8d9e0f'
export const cursor = (n: number): string => `${epoch}.${n}.0`

export function accountId(n: number): AccountId {
  return accountIdSchema.parse(`0199f3a2-7b1c-7c3d-8e4f-${String(n).padStart(12, '0')}`)
}

export function intentIn(account: AccountId): Intent {
  const applicationId = applicationIdSchema.parse(v7())
  return { name: 'applications.unassign', args: { accountId: account, applicationId } }
}

interface Row extends Outgoing {
  state: 'waiting' | 'sending' | 'sent' | 'refused'
  problem?: Problem
}

const touched: Touched = { tables: ['outbox'], accountIds: [], revision: 1 }

/** The outbox and the cursor of a replica, in memory and by the same rules. */
export function fakeReplica(state: Partial<ReplicaState> = {}) {
  const rows: Row[] = []
  const applied = {
    lines: [] as BootstrapLine[],
    pages: [] as ChangesPage[],
    snapshots: [] as { accountId: AccountId; lines: BootstrapLine[] | null }[],
    invitations: 0,
  }
  const kept = {
    cursor: cursor(1) as string | null,
    cutBootstrap: null as CutBootstrap | null,
    loadingStopped: false,
    usable: true,
    syncedAt: null as string | null,
    due: [] as AccountId[],
  }
  Object.assign(kept, state, { due: state.snapshotsDue ?? [] })

  const replica: SyncReplica = {
    state: async () => ({
      cursor: kept.cursor,
      cutBootstrap: kept.cutBootstrap,
      loadingStopped: kept.loadingStopped,
      usable: kept.usable,
      syncedAt: kept.syncedAt,
      waiting: rows.filter((row) => row.state !== 'refused').length,
      attention: rows.filter((row) => row.state === 'refused').length,
      snapshotsDue: [...kept.due],
    }),
    async applyBootstrap(text) {
      const parsed = parseLines(text)
      if (!parsed.ok) return parsed
      const lines = parsed.value
      applied.lines.push(...lines)
      const start = lines.find((line) => line.type === 'start')
      if (start) {
        started = start.cursor
        kept.cursor = null
      }
      if (lines.some((line) => line.type === 'end')) kept.cursor = started
      return ok({ touched, ...stepOf(lines) })
    },
    async applySnapshot(account, text) {
      const parsed = text === null ? ok(null) : parseSnapshot(text, account)
      if (!parsed.ok) return parsed
      applied.snapshots.push({ accountId: account, lines: parsed.value })
      kept.due = kept.due.filter((id) => id !== account)
      return ok(touched)
    },
    async applyPage(text) {
      const parsed = parsePage(text)
      if (!parsed.ok) return parsed
      const page = parsed.value
      applied.pages.push(page)
      if (kept.cursor === null && kept.cutBootstrap) kept.cutBootstrap.cursor = page.cursor
      else kept.cursor = page.cursor
      kept.syncedAt = page.at
      for (const change of page.changes) if (change.type === 'snapshot') kept.due.push(change.accountId)
      for (const row of [...rows]) if (row.state === 'sent') rows.splice(rows.indexOf(row), 1)
      return ok({
        touched,
        cursor: page.cursor,
        more: page.more,
        accessEnded: [],
        myInvitationsDue: page.changes.some(({ type }) => type === 'myInvitations'),
        principal: page.changes.findLast((change) => change.type === 'principal')?.row ?? null,
      })
    },
    async stopLoading(stopped) {
      if (kept.cursor === null) kept.loadingStopped = stopped
    },
    async setMyInvitations() {
      applied.invitations += 1
      return touched
    },
    async outgoing() {
      const busy = new Set(
        rows.filter((row) => row.state === 'sending').map(({ intent }) => accountOf(intent)),
      )
      return rows.filter(({ state: at, intent }) => {
        if (at !== 'waiting' || busy.has(accountOf(intent))) return false
        busy.add(accountOf(intent))
        return true
      })
    },
    withDocuments: async (intent) => intent,
    async moveOutbox(mutationId, move: OutboxMove) {
      const row = rows.find((other) => other.mutationId === mutationId)
      if (!row) return { ...touched, tables: [] }
      row.state = move.to
      if (move.to === 'sending') row.attempts += 1
      if (move.to === 'refused') row.problem = move.problem
      return touched
    },
  }
  let started: string | null = null

  return {
    replica,
    applied,
    rows,
    enqueue(account: AccountId): MutationId {
      const mutationId = mutationIdSchema.parse(v7())
      rows.push({ mutationId, intent: intentIn(account), attempts: 0, state: 'waiting' })
      return mutationId
    },
    stateOf: (mutationId: MutationId) => rows.find((row) => row.mutationId === mutationId)?.state ?? 'gone',
  }
}

export const offline: CallProblem = problem('offline')
export type Sent = Result<{ transaction: string }, CallProblem>

export interface BootstrapQuery {
  first?: string
  resume?: string
  after?: string
}

export interface FakeServer {
  api: ApiClient
  /** Mutation ids in the order in which they arrived. */
  sent: MutationId[]
  underWay: () => number
  mostUnderWay: () => number
  pulls: () => number
  pokeStreams: { poke(): void; end(result: Result<void>): void }[]
  answers: {
    send(mutationId: MutationId): Sent | Promise<Sent>
    changes(cursor: string): Result<ChangesPage>
    bootstrap(query: BootstrapQuery): { lines: BootstrapLine[][]; ended: Result<void> }
    snapshot(accountId: AccountId): { lines: BootstrapLine[]; ended: Result<void> }
    /** Null: the stream is refused. */
    pokes(): Problem | null
  }
}

function textOf(lines: BootstrapLine[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}

export function emptyPage(at = '2026-03-02T09:00:00.000Z', n = 2): ChangesPage {
  return { changes: [], cursor: cursor(n), coversBelow: '100', more: false, at }
}

/** The server's side of the calls that sync makes; each answer can be replaced by a test. */
export function fakeServer(): FakeServer {
  const sent: MutationId[] = []
  let underWay = 0
  let most = 0
  let pulls = 0
  const pokeStreams: FakeServer['pokeStreams'] = []
  const answers: FakeServer['answers'] = {
    send: () => ok({ transaction: '7' }),
    changes: () => ok(emptyPage()),
    bootstrap: () => ({ lines: [], ended: ok(undefined) }),
    snapshot: () => ({ lines: [{ type: 'end' }], ended: ok(undefined) }),
    pokes: () => null,
  }
  const calls: Record<string, (input: never) => unknown> = {
    'sync.changes': ({ query }: { query: { cursor: string } }) => {
      pulls += 1
      return answers.changes(query.cursor)
    },
    'me.invitations': () => ok({ items: [] }),
  }
  const api = {
    async call(name: string, input: unknown) {
      const answer = calls[name]
      if (!answer) throw new Error(`no answer for ${name}`)
      return answer(input as never)
    },
    async text(name: string, input: unknown) {
      const answer = (await api.call(name, input)) as Result<unknown>
      return answer.ok ? ok(JSON.stringify(answer.value)) : answer
    },
    async send(_call: unknown, { idempotencyKey }: { idempotencyKey: string }) {
      sent.push(mutationIdSchema.parse(idempotencyKey))
      underWay += 1
      most = Math.max(most, underWay)
      const answer = await answers.send(mutationIdSchema.parse(idempotencyKey))
      underWay -= 1
      return answer
    },
    async lines(
      name: string,
      input: { params?: { accountId: AccountId }; query?: BootstrapQuery },
      take: (text: string) => Promise<Result<void>>,
    ) {
      if (name === 'sync.snapshot' && input.params) {
        const { lines, ended } = answers.snapshot(input.params.accountId)
        if (lines.length > 0) await take(textOf(lines))
        return ended
      }
      const { lines, ended } = answers.bootstrap(input.query ?? {})
      for (const some of lines) {
        const taken = await take(textOf(some))
        if (!taken.ok) return taken
      }
      return ended
    },
    events(
      _name: string,
      _input: unknown,
      on: { open(): void; event(e: unknown): void },
      signal: AbortSignal,
    ) {
      const refused = answers.pokes()
      if (refused) return Promise.resolve(fail(refused))
      on.open()
      return new Promise<Result<void>>((resolve) => {
        pokeStreams.push({ poke: () => on.event({}), end: resolve })
        signal.addEventListener('abort', () => resolve(fail(offline)))
      })
    },
  }
  return {
    api: api as unknown as ApiClient,
    sent,
    underWay: () => underWay,
    mostUnderWay: () => most,
    pulls: () => pulls,
    pokeStreams,
    answers,
  }
}

export function fakeSync(state: Partial<ReplicaState> = {}) {
  const time: FakeTime = fakeTime()
  const local = fakeReplica(state)
  const server = fakeServer()
  const statuses: SyncStatus[] = []
  const progress: (BootstrapProgress | null)[] = []
  const problems: (Problem | null)[] = []
  const principals: Principal[] = []
  const deps: SyncDeps = {
    replica: local.replica,
    api: server.api,
    clock: time.clock,
    timers: time.timers,
    random: () => 1,
    calm: Promise.resolve(),
    log: silentLogger,
    wantedFirst: () => [],
    on: {
      changed: () => {},
      status: (status) => void statuses.push(status),
      progress: (step) => void progress.push(step),
      bootstrapProblem: (why) => void problems.push(why),
      principal: (row) => void principals.push(row),
      accessEnded: () => {},
    },
  }
  return { time, local, server, statuses, progress, problems, principals, deps }
}
