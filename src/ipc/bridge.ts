import type { Result } from '@gatehouse/contract'
import type {
  CommandInput,
  CommandName,
  CommandOutput,
  EventName,
  EventPayload,
  QueryInput,
  QueryName,
  QueryOutput,
} from './contract.ts'

/** What the preload puts into the page as `window.gatehouse`. */
export interface Bridge {
  query<N extends QueryName>(name: N, input: QueryInput<N>): Promise<Result<QueryOutput<N>>>
  command<N extends CommandName>(name: N, input: CommandInput<N>): Promise<Result<CommandOutput<N>>>
  /** Answers the function that ends the subscription. */
  on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void
}
