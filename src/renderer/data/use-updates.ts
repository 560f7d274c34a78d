import type { UpdatesView } from '../../ipc/views.ts'
import { useBridgeQuery } from './use-bridge.ts'

/** How this program stands with newer versions of itself; main says when that changes. */
export function useUpdates(): UpdatesView | undefined {
  return useBridgeQuery('updates.get', {}).data
}
