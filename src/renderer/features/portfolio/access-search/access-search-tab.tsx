import UserSearch from 'lucide-react/icons/user-search'
import { useDeferredValue, useEffect, useMemo } from 'react'
import type { AccessFilter, AccessPage, AccessRow, AccessSort } from '../../../../ipc/views.ts'
import { accessSearchWords as t } from '../../../../strings/access-search.ts'
import { relativeTime } from '../../../../strings/format.ts'
import { portfolioWords } from '../../../../strings/portfolio.ts'
import { openPortfolio } from '../../../app/open-portfolio.ts'
import { firstSort, noAccessFilter } from '../../../data/access-searches.ts'
import { bridge } from '../../../data/bridge.ts'
import { useAccounts } from '../../../data/use-accounts.ts'
import { useBridgeQuery } from '../../../data/use-bridge.ts'
import { notifyProblem } from '../../../data/use-mutate.ts'
import { usePieces } from '../../../data/use-pieces.ts'
import { useFilter, useKeptScroll } from '../../../data/view-store.ts'
import { Answer } from '../../../ui/answer.tsx'
import { Button } from '../../../ui/button.tsx'
import { ListHead } from '../../../ui/list-head.tsx'
import { EmptyState, NothingFound } from '../../../ui/states.tsx'
import { Table } from '../../../ui/table.tsx'
import { useNow } from '../../../ui/time.tsx'
import { notify } from '../../../ui/toast.tsx'
import { everywhere } from '../use-portfolio.ts'
import styles from './access-search.module.css'
import { columnsOf } from './columns.tsx'
import { FilterBar } from './filter-bar.tsx'
import { ReviewFound } from './review-found.tsx'
import { SavedSearches } from './saved-searches.tsx'
import { useRowActions } from './use-row-actions.ts'

/** Who has access to what, over all accounts, offline: everything that is chosen has to hold. */
export function AccessSearchTab() {
  const [kept, keep] = useFilter<Partial<AccessFilter>>(everywhere, 'access', {})
  const [sort, setSort] = useFilter<AccessSort>(everywhere, 'access sort', firstSort)
  const filter = useMemo<AccessFilter>(() => ({ ...noAccessFilter, ...kept }), [kept])
  const set = (change: Partial<AccessFilter>) => keep({ ...filter, ...change })
  const scroll = useKeptScroll(everywhere, 'access')
  const asked = { filter: useDeferredValue(filter), sort }
  const { answer, onRange } = usePieces('access.find', asked)
  useAskedAgain(answer)
  const called = useCalled(filter)
  const rowActions = useRowActions({ onOnly: (change) => keep({ ...noAccessFilter, ...change }) })
  const hasApplication = filter.applicationId !== null
  const columns = useMemo(() => columnsOf({ why: hasApplication }), [hasApplication])
  const isLooking = answer.data !== undefined && answer.data.looked.done < answer.data.looked.of

  return (
    <>
      <ListHead
        find={t.find}
        filter={filter.text}
        onFilter={(text) => set({ text })}
        count={answer.data && !isLooking ? t.count(answer.data.total, answer.data.accounts) : undefined}
        actions={
          <>
            <SavedSearches
              filter={filter}
              sort={sort}
              onRun={(search) => {
                keep(search.filter)
                setSort(search.sort)
              }}
            />
            <ReviewFound filter={asked.filter} isLooking={answer.data === undefined || isLooking} />
            <Button onPress={() => void exportAll(asked)}>{portfolioWords.exportCsv}</Button>
          </>
        }
      />
      <FilterBar filter={filter} called={called} onChange={set} />
      <Answer answer={answer} skeletonRows={10}>
        {(page) => (
          <>
            <About page={page} />
            {page.total > 0 ? (
              <Table<AccessRow>
                label={t.table}
                rows={page.items}
                columns={columns}
                rowKey={keyOf}
                rowName={(row) => t.rowName(row.name, row.accountName)}
                isMuted={({ status, accountStatus }) => status === 'suspended' || accountStatus !== 'active'}
                onOpen={rowActions.open}
                menu={rowActions.menu}
                scroll={scroll}
                sort={{ ...sort, onChange: (next) => setSort(next as AccessSort) }}
                window={{ total: page.total, offset: page.offset, onRange }}
              />
            ) : isLooking ? null : isAnything(filter) ? (
              <NothingFound title={t.noMatch} reason={t.noMatchReason} onClear={() => keep({})} />
            ) : (
              <EmptyState
                icon={<UserSearch size={22} />}
                title={t.nobody}
                reason={t.nobodyReason}
                action={<Button onPress={() => openPortfolio.accounts({})}>{t.nobodyAction}</Button>}
              />
            )}
          </>
        )}
      </Answer>
    </>
  )
}

function keyOf(row: AccessRow): string {
  return row.membershipId ?? row.invitationId ?? ''
}

function isAnything(filter: AccessFilter): boolean {
  return (Object.keys(noAccessFilter) as (keyof AccessFilter)[]).some(
    (key) => filter[key] !== noAccessFilter[key],
  )
}

/** In a fleet each answer looks at some more accounts: it is asked again until all have been looked at. */
function useAskedAgain(answer: ReturnType<typeof usePieces<'access.find'>>['answer']): void {
  const { data, dataUpdatedAt, isFetching, refetch } = answer
  const isLooking = data !== undefined && data.looked.done < data.looked.of
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer asks for the next one, until it is the last
  useEffect(() => {
    if (!isLooking || isFetching) return
    const timer = setTimeout(() => void refetch(), 60)
    return () => clearTimeout(timer)
  }, [isLooking, isFetching, dataUpdatedAt, refetch])
}

/** What the ids in a filter are called. */
function useCalled({ userId, accountId }: AccessFilter) {
  const { data: facets } = useBridgeQuery('accounts.facets', {})
  const { data: accounts } = useAccounts({ enabled: accountId !== null })
  const { data: person } = useBridgeQuery(
    'access.person',
    { userId: userId as NonNullable<typeof userId>, limit: 1 },
    { enabled: userId !== null },
  )
  return { facets, person: person?.name, account: accounts?.find(({ id }) => id === accountId)?.name }
}

/** How fresh it is, and what it could not look at. */
function About({ page }: { page: AccessPage }) {
  const now = useNow()
  const { looked, missing, hidden, syncedAt, administrators } = page
  return (
    <p className={styles.about}>
      <span>{syncedAt === null ? t.neverSynced : t.asOf(relativeTime(new Date(syncedAt), now))}</span>
      {looked.done < looked.of && <span role="status">{t.looking(looked.done, looked.of)}</span>}
      {administrators.map(({ environment, names }) => (
        <span key={environment}>{t.environmentAdministrators(environment, names)}</span>
      ))}
      {missing > 0 && <span>{t.missing(missing)}</span>}
      {hidden > 0 && <span>{t.hidden(hidden)}</span>}
    </p>
  )
}

async function exportAll(asked: { filter: AccessFilter; sort: AccessSort }): Promise<void> {
  const saved = await bridge().command('access.export', asked)
  if (!saved.ok) return void notifyProblem(saved.error)
  const { file, count } = saved.value
  if (file !== null)
    notify({ title: portfolioWords.exported(count), detail: portfolioWords.exportedTo(file) })
}
