import type { Problem } from '@gatehouse/contract'
import { useQueries } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import type { ActivityFilter } from '../../../ipc/activity-filter.ts'
import type { AccountActivityPage, ActivityItem } from '../../../ipc/views.ts'
import { bridge } from '../../data/bridge.ts'
import { queryKey } from '../../data/keys.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import type { ActivityRows } from './activity-list.tsx'

const pageSize = 200

/**
 * An account's activity as a list that is fetched where it is looked at: the first page says how many there are, the
 * others come as they are scrolled to.
 */
export function useActivityPages(accountId: string, filter: ActivityFilter, isPermitted: boolean) {
  const [range, setRange] = useState({ first: 0, last: 0 })
  const input = (page: number) => ({ accountId, filter, offset: page * pageSize, limit: pageSize })
  const first = useBridgeQuery('activity.page', input(0), { enabled: isPermitted })
  const total = first.data?.total ?? 0
  const wanted = pagesOf(range, total)
  const others = useQueries({
    queries: wanted.map((page) => ({
      queryKey: queryKey('activity.page', input(page)),
      queryFn: async (): Promise<AccountActivityPage> => {
        const answer = await bridge().query('activity.page', input(page))
        if (answer.ok) return answer.value
        throw answer.error satisfies Problem
      },
    })),
    combine: (answers) => answers.map(({ data }) => data?.items),
  })
  const rows = useMemo((): ActivityRows<ActivityItem> => {
    const pages = new Map(wanted.map((page, index) => [page, others[index]]))
    return {
      length: total,
      at(index) {
        const page = Math.floor(index / pageSize)
        const items = page === 0 ? first.data?.items : pages.get(page)
        return items?.[index % pageSize]
      },
    }
  }, [total, first.data, wanted, others])
  const onRange = useCallback((from: number, to: number) => {
    setRange((before) => {
      const isSame = pageAt(before.first) === pageAt(from) && pageAt(before.last) === pageAt(to)
      return isSame ? before : { first: from, last: to }
    })
  }, [])
  return { answer: first, rows, onRange }
}

function pageAt(index: number): number {
  return Math.floor(index / pageSize)
}

/** Pages in view, but the first, which is always there. */
function pagesOf({ first, last }: { first: number; last: number }, total: number): number[] {
  const from = Math.max(1, pageAt(first))
  const to = Math.min(pageAt(last), pageAt(Math.max(0, total - 1)))
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)
}
