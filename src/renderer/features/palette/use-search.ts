import type { Problem } from '@gatehouse/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { SearchAnswer } from '../../../ipc/views.ts'
import { bridge } from '../../data/bridge.ts'
import { queryKey } from '../../data/keys.ts'

const perGroup = 8
const mostBoosted = 80
/** Answers to what was typed before are soon of no use. */
const keptMs = 10_000

/**
 * What the local copy finds for a text. Until its answer is here, the one to the text before stands in, and `isBehind`
 * says so: nothing may be opened then that the field doesn't ask for.
 */
export function useSearch(
  text: string,
  boost: readonly string[],
): { answer: SearchAnswer | undefined; isBehind: boolean } {
  const isAsked = text.trim() !== ''
  const input = { text: text.slice(0, 1000), limit: perGroup, boost: boost.slice(0, mostBoosted) }
  const { data, isPlaceholderData, isPending } = useQuery<SearchAnswer, Problem>({
    queryKey: queryKey('search.find', input),
    queryFn: async () => {
      const result = await bridge().query('search.find', input)
      if (result.ok) return result.value
      throw result.error
    },
    enabled: isAsked,
    placeholderData: keepPreviousData,
    gcTime: keptMs,
  })
  if (!isAsked) return { answer: undefined, isBehind: false }
  return { answer: data, isBehind: isPlaceholderData || isPending }
}
