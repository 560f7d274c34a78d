import type { Principal, Problem } from '@gatehouse/contract'
import type { BootstrapProgress, SyncStatus } from '../../ipc/views.ts'
import type { Replica, Touched } from '../../replica/port.ts'
import type { ApiClient } from '../api-client/client.ts'
import type { Clock, Logger, Random, Timers } from '../ports.ts'

export type SyncReplica = Pick<
  Replica,
  | 'state'
  | 'applyBootstrap'
  | 'applySnapshot'
  | 'applyPage'
  | 'stopLoading'
  | 'setMyInvitations'
  | 'outgoing'
  | 'moveOutbox'
  | 'withDocuments'
>

export interface SyncDeps {
  replica: SyncReplica
  api: ApiClient
  clock: Clock
  timers: Timers
  random: Random
  log: Logger
  /** Accounts to fetch first: pinned and recent ones. */
  wantedFirst(): string[]
  /** Until then nothing is sent and fetched by itself. */
  calm: Promise<void>
  on: SyncEvents
}

export interface SyncEvents {
  changed(touched: Touched): void
  status(status: SyncStatus): void
  /** Null when the bootstrap has ended. */
  progress(progress: BootstrapProgress | null): void
  /** Why the bootstrap stands still; null when it moves again. */
  bootstrapProblem(problem: Problem | null): void
  principal(principal: Principal): void
  /** Names of accounts that the principal may no longer see. */
  accessEnded(accountNames: string[]): void
}
