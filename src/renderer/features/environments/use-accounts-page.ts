import type { QueryInput } from '../../../ipc/contract.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'

type Input = QueryInput<'environments.accounts'>

/** A window of the accounts; the one before stays in view until it is there. */
export function useAccountsPage(
  environmentId: string,
  filter: Input['filter'],
  sort: Input['sort'],
  { offset, limit }: { offset: number; limit: number },
) {
  const input = { environmentId, filter, sort, offset, limit }
  return useBridgeQuery('environments.accounts', input, { keepBefore: true })
}
