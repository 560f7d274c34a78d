import type { Problem, Result, UserId } from '@gatehouse/contract'
import { createDepartures, type Departures } from './departures.ts'
import { discover, type Server } from './discovery.ts'
import type { TokenSet } from './issuer.ts'
import type { KnownLogin, Logins } from './logins.ts'
import { createOfflineWatch, type OfflineWatch } from './offline-watch.ts'
import * as refusals from './refusals.ts'
import type { ReplicaFiles } from './replica-files.ts'
import type { Seat } from './session-state.ts'
import { openWorkspace, type Workspace, type WorkspaceDeps, type WorkspaceEvents } from './workspace.ts'

export interface SeatsDeps extends WorkspaceDeps {
  logins: Logins
  /** The server that is offered where nobody is signed in; remembered between starts. */
  servers: { last(): Server | null; remember(server: Server | null): void }
  filesOf(server: Server, userId: UserId): ReplicaFiles
}

export interface SeatsEvents extends Pick<WorkspaceEvents, 'changed' | 'status' | 'accessEnded'> {
  /** Who is here, or what is known of it, is another. */
  moved(): void
}

/** The one place where a login is open, and those who just left it. */
export interface Seats {
  current(): Seat | null
  /** Why the login that is here couldn't be opened. */
  trouble(): Problem | null
  /** Null when it was locked or left while it was being opened. */
  open(known: KnownLogin, fresh: TokenSet | null): Promise<Result<Workspace> | null>
  /** Whoever is here makes room; what was under way for them ends by itself. `send`: what waits is sent first. */
  leave(options: { send: boolean }): void
  /** Nothing is being opened any more; who left meanwhile is among the departures. */
  opened(): Promise<void>
  departures: Departures
  offline: OfflineWatch
}

export function createSeats(deps: SeatsDeps, on: SeatsEvents): Seats {
  const { logins } = deps
  let seat: Seat | null = null
  let trouble: Problem | null = null
  let reopened = Number.NEGATIVE_INFINITY
  /** Openings run one after another: two of one login would be two writers on one file. */
  let lastOpening: Promise<unknown> = Promise.resolve()
  /** Those whose replica ended before they were at work. */
  const diedEarly = new WeakSet<Seat>()
  const offline = createOfflineWatch(deps, on.moved)
  const departures = createDepartures(deps.timers, (id, workspace) =>
    logins.remember(id, workspace.engine.status()),
  )

  async function open(known: KnownLogin, fresh: TokenSet | null): Promise<Result<Workspace> | null> {
    // Nobody may be forgotten with their threads and loops running.
    leave({ send: false })
    const mine: Seat = { ...known, principal: known.kept.principal, workspace: null, isOpening: true }
    seat = mine
    trouble = null
    deps.servers.remember(known.server)
    logins.setCurrent(known.id)
    const opening = lastOpening.then(() => openAt(mine, known, fresh))
    lastOpening = opening.catch(() => {})
    try {
      return await opening
    } finally {
      mine.isOpening = false
    }
  }

  async function openAt(mine: Seat, known: KnownLogin, fresh: TokenSet | null) {
    const isCurrent = () => seat === mine
    const departure = departures.of(known.id)
    departure?.hurry()
    await departure?.closed
    if (!isCurrent()) return null
    const opened = await openWorkspace(deps, eventsOf(mine), {
      server: known.server,
      kept: known.kept,
      fresh,
      before: fresh ? null : (departure?.newest ?? null),
      vault: logins.vault(known.id),
      files: deps.filesOf(known.server, known.kept.principal.userId),
    })
    if (!isCurrent()) {
      if (opened.ok) departures.leave(known.id, opened.value, { send: false })
      return null
    }
    if (opened.ok) begin(mine, known, opened.value)
    else trouble = opened.error
    if (opened.ok && diedEarly.has(mine)) void reopen(mine)
    return opened
  }

  function begin(mine: Seat, { server, kept }: KnownLogin, workspace: Workspace): void {
    mine.workspace = workspace
    offline.begin({
      days: server.discovery.policies.offlineDays,
      lastContactAt: workspace.engine.status().syncedAt,
      seenAt: kept.seenAt ?? null,
      keep: (seenAt) => void workspace.remember({ seenAt }),
    })
    void renewDiscovery(mine, workspace)
  }

  /** Addresses and policies may have changed since: the policy holds at once, the rest from the next opening on. */
  async function renewDiscovery(mine: Seat, workspace: Workspace): Promise<void> {
    const found = await discover(mine.server.address, deps.fetch)
    if (!found.ok || seat !== mine) return
    mine.server = found.value
    deps.servers.remember(found.value)
    void workspace.remember({ server: found.value })
    offline.policy(found.value.discovery.policies.offlineDays)
  }

  /** What happens in a workspace concerns nobody any more once it was left. */
  function eventsOf(mine: Seat): WorkspaceEvents {
    const isCurrent = () => seat === mine
    return {
      changed(touched, by) {
        if (isCurrent()) on.changed(touched, by)
      },
      status(status) {
        if (!isCurrent()) return
        offline.contact(status.syncedAt)
        on.status(status)
      },
      moved() {
        if (isCurrent()) on.moved()
      },
      accessEnded(accountNames) {
        if (isCurrent()) on.accessEnded(accountNames)
      },
      crashed() {
        if (mine.workspace === null) diedEarly.add(mine)
        else if (isCurrent()) void reopen(mine)
      },
    }
  }

  /** The replica's thread died under us: what it had committed is on disk, so open it again. */
  async function reopen(old: Seat): Promise<void> {
    if (!old.workspace) return
    deps.log.error('the replica ended unexpectedly')
    leave({ send: false })
    const now = deps.clock.now().getTime()
    const isOften = now - reopened < 60_000
    reopened = now
    const waiting: Seat = { ...old, workspace: null, isOpening: !isOften }
    seat = waiting
    const again = isOften ? null : await logins.load(old.id)
    if (seat !== waiting) return
    if (again?.ok) await open(again.value, null)
    else {
      waiting.isOpening = false
      trouble = refusals.replicaEnded
    }
    on.moved()
  }

  function leave({ send }: { send: boolean }): void {
    const old = seat
    seat = null
    trouble = null
    offline.end()
    if (!old?.workspace) return
    const { waiting, attention } = old.workspace.engine.status()
    logins.remember(old.id, { waiting, attention })
    departures.leave(old.id, old.workspace, { send: send && waiting > 0 })
  }

  return {
    current: () => seat,
    trouble: () => trouble,
    open,
    leave,
    async opened() {
      await lastOpening
    },
    departures,
    offline,
  }
}
