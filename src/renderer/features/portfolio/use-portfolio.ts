import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { noAccount, queryKey } from '../../data/keys.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'

/**
 * The figures over all accounts. In a fleet each answer looks at some more accounts: it is asked again until all have
 * been looked at, and then the lists that go by it.
 */
export function usePortfolio() {
  const client = useQueryClient()
  const answer = useBridgeQuery('portfolio.get', {})
  const { data, dataUpdatedAt, isFetching, refetch } = answer
  const isLooking = data !== undefined && data.looked.done < data.looked.of
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer asks for the next one, until it is the last
  useEffect(() => {
    if (isLooking && !isFetching) void refetch()
  }, [isLooking, isFetching, dataUpdatedAt, refetch])
  const attention = isLooking ? undefined : data?.attention.accounts
  useEffect(() => {
    if (attention === undefined) return
    void client.invalidateQueries({ queryKey: queryKey('accounts.page', {}).slice(0, 2) })
  }, [attention, client])
  return { answer, isLooking }
}

export const everywhere = noAccount
