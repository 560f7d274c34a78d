import { useCallback, useEffect, useRef, useState } from 'react'
import type { QueryInput } from '../../../ipc/contract.ts'
import type { UserFilter, UserSort } from '../../../ipc/views.ts'
import { bridge } from '../../data/bridge.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { useFilter } from '../../data/view-store.ts'

/** Rows asked for at a time; the window moves by half of it. */
const windowSize = 200

const noFilter: UserFilter = {
  find: '',
  role: null,
  status: null,
  unseen: null,
  temporary: false,
  applicationId: null,
}

/** The filters of an account's users, kept per account. Whoever opens the list filtered sets some of them. */
export function useUserFilter(accountId: string) {
  const [kept, keep] = useFilter<Partial<UserFilter>>(accountId, 'users', {})
  const filter: UserFilter = { ...noFilter, ...kept }
  return {
    filter,
    set: (change: Partial<UserFilter>) => keep({ ...kept, ...change }),
    clear: () => keep({}),
    isFiltered: Object.entries(noFilter).some(([name, none]) => filter[name as keyof UserFilter] !== none),
  }
}

const byName: UserSort = { by: 'name', descending: false }

export function useUserSort(accountId: string): [UserSort, (sort: UserSort) => void] {
  return useFilter<UserSort>(accountId, 'users sort', byName)
}

/** The users in view. While the next window is on its way the last one stays. */
export function useUserWindow(accountId: string, filter: UserFilter, sort: UserSort) {
  const [offset, setOffset] = useState(0)
  const asked = JSON.stringify([filter, sort])
  const lastAsked = useRef(asked)
  useEffect(() => {
    if (lastAsked.current === asked) return
    lastAsked.current = asked
    setOffset(0)
  }, [asked])
  const input: QueryInput<'users.page'> = { accountId, filter, sort, offset, limit: windowSize }
  const answer = useBridgeQuery('users.page', input, { keepBefore: true })
  const onRange = useCallback((from: number, to: number) => {
    setOffset((now) => {
      const isInside = from >= now && to < now + windowSize
      return isInside ? now : Math.max(0, Math.floor((from - windowSize / 4) / 50) * 50)
    })
  }, [])
  const keysOf = async (from: number, to: number): Promise<readonly string[]> => {
    const keys = await bridge().query('users.keys', {
      accountId,
      filter,
      sort,
      offset: from,
      limit: to - from + 1,
    })
    return keys.ok ? keys.value : []
  }
  return { answer, onRange, keysOf }
}
