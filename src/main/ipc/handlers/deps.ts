import { fail, ok, problem, type Result } from '@gatehouse/contract'
import type { z } from 'zod'
import type {
  CommandName,
  CommandOutput,
  Commands,
  Queries,
  QueryInput,
  QueryName,
  QueryOutput,
} from '../../../ipc/contract.ts'
import type { ReplicaQueryName } from '../../../replica/port.ts'
import type { Diagnostics } from '../../diagnostics/diagnostics.ts'
import type { PrintPage } from '../../evidence/print/parts.ts'
import type { Paper } from '../../evidence/print/style.ts'
import type { LinkInbox } from '../../links/link-inbox.ts'
import type { NotificationCenter } from '../../notifications/center.ts'
import type { Clock, Fetch, Protection, Timers } from '../../ports.ts'
import type { Session } from '../../session/session.ts'
import type { Workspace } from '../../session/workspace.ts'
import type { Settings } from '../../settings/settings.ts'
import type { Updates } from '../../updates/updates.ts'

export interface HandlersDeps {
  session: Session
  settings: Settings
  links: LinkInbox
  notifications: Pick<NotificationCenter, 'withEnded' | 'markEndedRead'>
  updates: Pick<Updates, 'view' | 'check' | 'download' | 'goBack' | 'restart'>
  diagnostics: Diagnostics
  /** Shows the log, or the crash reports, in the system's file manager. */
  showFiles(what: 'logs' | 'crashes'): void
  /** Ends the program and starts it again. */
  restart(safeMode: boolean): void
  clock: Clock
  timers: Timers
  fetch: Fetch
  app: { version: string; platform: string; protection(): Promise<Protection> }
  openExternal(url: string): Promise<Result<void>>
  writeClipboard(text: string): void
  /** Asks where to, and writes the content there; null where the user chose nothing. */
  saveFile(suggested: string, content: string | Uint8Array): Promise<Result<string | null>>
  paper(): Paper
  /** Makes a PDF of a page. */
  print(page: PrintPage): Promise<Uint8Array>
  setTheme(theme: 'system' | 'light' | 'dark'): void
  /** The page listens from here on: what waited for that is handed over. */
  pageReady(): void
  pageDrawn(): void
  /** Whatever goes by them looks at them again. */
  preferencesChanged(): void
}

/** What one area of the contract has to answer: leaving one out doesn't compile. */
export interface HandlersOf<Area extends { queries: object; commands: object }> {
  queries: {
    [N in keyof Area['queries'] & QueryName]: (
      input: z.output<Queries[N]['input']>,
    ) => Promise<Result<QueryOutput<N>>>
  }
  commands: {
    [N in keyof Area['commands'] & CommandName]: (
      input: z.output<Commands[N]['input']>,
    ) => Promise<Result<CommandOutput<N>>>
  }
}

export type Empty = Record<string, never>
export const done: Result<Empty> = ok({})

/**
 * Runs `work` where somebody is signed in; `unauthenticated` otherwise, `locked` also for what was under way when it was
 * locked.
 */
export async function atWork<T>(
  { session }: HandlersDeps,
  work: (workspace: Workspace) => Promise<Result<T>>,
): Promise<Result<T>> {
  const workspace = session.workspace()
  if (!workspace.ok) return workspace
  try {
    return await work(workspace.value)
  } catch (error) {
    const now = session.workspace()
    if (now.ok && now.value === workspace.value) throw error
    return now.ok ? fail(left) : now
  }
}

const left = problem('unavailable', {
  detail: 'The login was changed while this was under way. Look whether it was done before you do it again.',
})

/** A query that the replica answers; main adds nothing. */
export function fromReplica<N extends ReplicaQueryName>(deps: HandlersDeps, name: N) {
  return (input: unknown): Promise<Result<QueryOutput<N>>> =>
    atWork(deps, ({ replica }) => replica.read(name, input as QueryInput<N>, deps.clock.now()))
}
