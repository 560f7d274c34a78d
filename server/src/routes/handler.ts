import type {
  DirectoryEntry,
  Environment,
  Permission,
  Principal,
  Result,
  RouteAnswer,
  RouteInput,
  RouteName,
  Routes,
} from '@gatehouse/contract'
import type { Database } from '../db/database.ts'
import type { WriteContext } from '../services/context.ts'

/** What every handler has. */
interface Base {
  now: Date
  /** Aborted when the caller went away or the server is closing. */
  signal: AbortSignal
  /** The sign-in that the caller's token came from; null where the issuer keeps none. */
  sessionId: string | null
  /** The newest part of the feed that the caller's client knows of; see sync/known-to.ts. */
  protocol: number
}

/** What a guarded route is about: the account that its path names, else the environment. */
type Subject<N extends RouteName> = Routes[N] extends { params: { shape: { accountId: unknown } } }
  ? { entry: DirectoryEntry }
  : { environment: Environment }

/** By what the contract says of a route: who is calling, the account it is about, and a place to read or write. */
export type HandlerContext<N extends RouteName> = Base &
  RouteInput<Routes[N]> &
  (Routes[N]['access'] extends 'public' ? unknown : { principal: Principal }) &
  (Routes[N]['access'] extends Permission | 'administrator' ? Subject<N> : unknown) &
  (Routes[N] extends { writes: true } ? { write: WriteContext; isRepeat: boolean } : { db: Database })

type Value<N extends RouteName> = Routes[N] extends { format: 'ndjson' | 'sse' }
  ? AsyncIterable<RouteAnswer<Routes[N]>>
  : Routes[N] extends { writes: true }
    ? RouteAnswer<Routes[N]> extends { value: infer V }
      ? V
      : never
    : RouteAnswer<Routes[N]>

/** Answers a value, a stream of values, or why it refuses. A write's refusal rolls its transaction back. */
export type Handler<N extends RouteName> = (context: HandlerContext<N>) => Promise<Result<Value<N>>>

/** A route of the contract without a handler doesn't compile. */
export type Handlers = { [N in RouteName]: Handler<N> }

/** Those of one area, by what their names begin with: `HandlersOf<'me'>`. */
export type HandlersOf<Area extends string> = Pick<Handlers, Extract<RouteName, `${Area}.${string}`>>
