import { useQueryClient } from '@tanstack/react-query'
import type { SavedSearch } from '../../ipc/views.ts'
import { queryKey } from './keys.ts'
import { useBridgeQuery, useCommand } from './use-bridge.ts'
import { notifyProblem } from './use-mutate.ts'

/** Searches that this login gave a name on this computer. */
export function useSavedSearches() {
  const client = useQueryClient()
  const { data: searches = [] } = useBridgeQuery('access.searches', {})
  const keep = useCommand('access.keepSearches')

  /** False where they could not be kept; said already. */
  async function put(next: readonly SavedSearch[]): Promise<boolean> {
    const sorted = next.toSorted((a, b) => a.name.localeCompare(b.name))
    try {
      await keep.mutateAsync({ searches: sorted })
    } catch (problem) {
      notifyProblem(problem as Parameters<typeof notifyProblem>[0])
      return false
    }
    client.setQueryData(queryKey('access.searches', {}), sorted)
    return true
  }

  return { searches, put, isPending: keep.isPending }
}
