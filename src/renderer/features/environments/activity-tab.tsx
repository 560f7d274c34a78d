import type { Problem } from '@gatehouse/contract'
import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query'
import CloudOff from 'lucide-react/icons/cloud-off'
import History from 'lucide-react/icons/history'
import RefreshCw from 'lucide-react/icons/refresh-cw'
import { useCallback, useDeferredValue, useMemo } from 'react'
import { type ActivityFilter, everyActivity, isEveryActivity } from '../../../ipc/activity-filter.ts'
import type { QueryOutput } from '../../../ipc/contract.ts'
import { activityWords } from '../../../strings/activity.ts'
import { words } from '../../../strings/common.ts'
import { environmentActivityWords as t } from '../../../strings/environments.ts'
import { ActivityFilters, ActivityList, type ActivityRows } from '../../app/activity.ts'
import { useAppStore } from '../../app/app-store.ts'
import { bridge } from '../../data/bridge.ts'
import { queryKey } from '../../data/keys.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { useFilter, useKeptScroll } from '../../data/view-store.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { EmptyState, ErrorState, NothingFound, Skeleton } from '../../ui/states.tsx'
import type { OfEnvironment } from './environment-screen.tsx'
import { useOffline } from './use-server.ts'

type Page = QueryOutput<'environments.activity'>
type Entry = Page['items'][number]

const kinds = ['all', 'application', 'account'] as const

/** What administrators did here. It is read from the server, page by page as one scrolls. */
export function ActivityTab({ environment }: OfEnvironment) {
  const [filter, setFilter] = useFilter<ActivityFilter>(environment.id, 'activity', everyActivity)
  const applied = useDeferredValue(filter)
  const pages = usePages(environment.id, applied)
  const scroll = useKeptScroll(environment.id, 'activity')
  const { data: applications } = useBridgeQuery('environments.applications', {
    environmentId: environment.id,
  })
  const names = useMemo(
    () => new Map(applications?.map(({ id, name }): [string, string] => [id, name])),
    [applications],
  )
  const offline = useOffline()
  const { rows, onRange, query } = pages
  const refresh = () => void query.refetch()
  return (
    <>
      <ActivityFilters
        filter={filter}
        onChange={setFilter}
        kinds={kinds}
        count={query.data && t.count(pages.count, query.hasNextPage)}
        actions={
          <IconButton
            label={t.again}
            icon={<RefreshCw size={16} aria-hidden="true" />}
            disabledReason={offline}
            isPending={query.isFetching}
            onPress={refresh}
          />
        }
      />
      {query.data ? (
        pages.count > 0 ? (
          <ActivityList<Entry>
            label={t.listOf(environment.name)}
            rows={rows}
            applications={names}
            scroll={scroll}
            onRange={onRange}
            actionsOf={(entry) => <OpenTarget entry={entry} environmentId={environment.id} />}
          />
        ) : isEveryActivity(applied) ? (
          <EmptyState
            icon={<History size={22} />}
            title={t.empty}
            reason={t.emptyReason(environment.name)}
            action={<Button onPress={refresh}>{t.again}</Button>}
          />
        ) : (
          <NothingFound
            title={activityWords.nothingFound}
            reason={t.noMatchReason}
            onClear={() => setFilter(everyActivity)}
          />
        )
      ) : offline ? (
        <EmptyState
          icon={<CloudOff size={22} />}
          title={t.offline}
          reason={t.offlineReason}
          action={<Button onPress={refresh}>{words.tryAgain}</Button>}
        />
      ) : query.error ? (
        <ErrorState problem={query.error} onRetry={refresh} />
      ) : (
        <Skeleton rows={10} />
      )}
    </>
  )
}

function usePages(environmentId: string, filter: ActivityFilter) {
  const input = { environmentId, filter }
  const query = useInfiniteQuery<
    Page,
    Problem,
    InfiniteData<Page>,
    ReturnType<typeof queryKey>,
    string | null
  >({
    queryKey: queryKey('environments.activity', input),
    queryFn: async ({ pageParam: after }) => {
      const answer = await bridge().query('environments.activity', { ...input, after })
      if (answer.ok) return answer.value
      throw answer.error
    },
    initialPageParam: null,
    getNextPageParam: ({ next }) => next,
    staleTime: 0,
    refetchOnMount: 'always',
  })
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data])
  const { hasNextPage, isFetching, fetchNextPage } = query
  // The line after the last one stands for those that are still at the server.
  const rows: ActivityRows<Entry> = useMemo(
    () => ({ length: items.length + (hasNextPage ? 1 : 0), at: (index) => items[index] }),
    [items, hasNextPage],
  )
  const onRange = useCallback(
    (_first: number, last: number) => {
      if (hasNextPage && !isFetching && last >= items.length - 1) void fetchNextPage()
    },
    [hasNextPage, isFetching, fetchNextPage, items.length],
  )
  return { query, rows, onRange, count: items.length }
}

/** From what was done to what it was done to, where that is still there. */
function OpenTarget({ entry, environmentId }: { entry: Entry; environmentId: string }) {
  const openAccount = useAppStore((store) => store.openAccount)
  const openPanel = useAppStore((store) => store.openPanel)
  const { data: applications } = useBridgeQuery('environments.applications', { environmentId })
  const { accountId, targetKind, targetId, targetName } = entry
  if (accountId !== null && entry.action !== 'account.deleted') {
    return (
      <Button size="small" onPress={() => openAccount(accountId)}>
        {t.open(targetName)}
      </Button>
    )
  }
  if (targetKind !== 'application' || !applications?.some(({ id }) => id === targetId)) return null
  return (
    <Button
      size="small"
      onPress={() => openPanel({ kind: 'environment-application', environmentId, applicationId: targetId })}
    >
      {t.open(targetName)}
    </Button>
  )
}
