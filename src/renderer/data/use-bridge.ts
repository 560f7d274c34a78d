import type { Problem, Result } from '@gatehouse/contract'
import { type UseMutationResult, type UseQueryResult, useMutation, useQuery } from '@tanstack/react-query'
import type {
  CommandInput,
  CommandName,
  CommandOutput,
  QueryInput,
  QueryName,
  QueryOutput,
} from '../../ipc/contract.ts'
import { bridge } from './bridge.ts'
import { queryKey } from './keys.ts'

function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value
  throw result.error
}

/** An answer of the local copy. `error` is a `Problem`. `enabled: false` waits. */
export function useBridgeQuery<N extends QueryName>(
  name: N,
  input: QueryInput<N>,
  options: { enabled?: boolean } = {},
): UseQueryResult<QueryOutput<N>, Problem> {
  return useQuery<QueryOutput<N>, Problem>({
    queryKey: queryKey(name, input as object),
    queryFn: async () => unwrap(await bridge().query(name, input)),
    enabled: options.enabled ?? true,
  })
}

/** A command with its state: `run.isPending`, `run.error` (a `Problem`), `run.mutateAsync(input)`. */
export function useCommand<N extends CommandName>(
  name: N,
): UseMutationResult<CommandOutput<N>, Problem, CommandInput<N>> {
  return useMutation<CommandOutput<N>, Problem, CommandInput<N>>({
    mutationFn: async (input) => unwrap(await bridge().command(name, input)),
  })
}
