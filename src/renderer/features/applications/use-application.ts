import type { ApplicationItem } from '../../../ipc/views.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'

/** An application of an account, whichever of the two tabs it is on. */
export function useApplication(
  accountId: string,
  applicationId: string,
): { application: ApplicationItem | undefined; isLoaded: boolean } {
  const applications = useBridgeQuery('applications.list', { accountId, type: 'application' })
  const agents = useBridgeQuery('applications.list', { accountId, type: 'agent' })
  const all = [...(applications.data ?? []), ...(agents.data ?? [])]
  return {
    application: all.find(({ id }) => id === applicationId),
    isLoaded: applications.data !== undefined && agents.data !== undefined,
  }
}
