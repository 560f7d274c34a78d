import type { Problem, Result } from '@gatehouse/contract'
import {
  queryOptions,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
} from '@tanstack/react-query'
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

/** A question to the local copy, for who asks it outside of a component; the answer is there for those who ask it too. */
export function bridgeQuery<N extends QueryName>(name: N, input: QueryInput<N>) {
  return queryOptions<QueryOutput<N>, Problem>({
    queryKey: queryKey(name, input as object),
    queryFn: async () => unwrap(await bridge().query(name, input)),
  })
}

/**
 * An answer of the local copy. `error` is a `Problem`. `enabled: false` waits. `keepBefore`: what was answered to the
 * input before stays in view until this answer is here, for windows and filters; never another account's.
 */
export function useBridgeQuery<N extends QueryName>(
  name: N,
  input: QueryInput<N>,
  options: { enabled?: boolean; keepBefore?: boolean } = {},
): UseQueryResult<QueryOutput<N>, Problem> {
  const question = bridgeQuery(name, input)
  const { queryKey } = question
  return useQuery<QueryOutput<N>, Problem>({
    ...question,
    enabled: options.enabled ?? true,
    ...(options.keepBefore && {
      placeholderData: (before, query) => (query?.queryKey[0] === queryKey[0] ? before : undefined),
    }),
  })
}

/**
 * An answer of the server, which nobody says has changed: asked anew each time it is shown, with the one before in view
 * meanwhile.
 */
export function useServerQuery<N extends QueryName>(
  name: N,
  input: QueryInput<N>,
  options: { enabled?: boolean } = {},
): UseQueryResult<QueryOutput<N>, Problem> {
  return useQuery<QueryOutput<N>, Problem>({
    queryKey: queryKey(name, input as object),
    queryFn: async () => unwrap(await bridge().query(name, input)),
    enabled: options.enabled ?? true,
    staleTime: 0,
    refetchOnMount: 'always',
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
