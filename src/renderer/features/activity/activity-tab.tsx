import Download from 'lucide-react/icons/download'
import History from 'lucide-react/icons/history'
import RefreshCw from 'lucide-react/icons/refresh-cw'
import { useDeferredValue, useMemo } from 'react'
import { type ActivityFilter, everyActivity } from '../../../ipc/activity-filter.ts'
import { accessChangeWords } from '../../../strings/access-changes.ts'
import { activityWords as t } from '../../../strings/activity.ts'
import { words } from '../../../strings/common.ts'
import { shortDate } from '../../../strings/format.ts'
import { useAppStore } from '../../app/app-store.ts'
import { bridge } from '../../data/bridge.ts'
import { useBridgeQuery, useCommand } from '../../data/use-bridge.ts'
import { notifyProblem } from '../../data/use-mutate.ts'
import { refusalToRead, useIsOnline, useRights } from '../../data/use-session.ts'
import { useFilter, useKeptScroll } from '../../data/view-store.ts'
import { Answer } from '../../ui/answer.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { EmptyState, NothingFound } from '../../ui/states.tsx'
import { notify } from '../../ui/toast.tsx'
import styles from './activity.module.css'
import { ActivityActions } from './activity-actions.tsx'
import { ActivityFilters } from './activity-filters.tsx'
import { ActivityList } from './activity-list.tsx'
import { useActivityPages } from './use-activity-pages.ts'

/** Who did what in an account, newest first; each entry opens to what was before and after. */
export function ActivityTab({ accountId }: { accountId: string }) {
  const { account } = useRights(accountId)
  const openPanel = useAppStore((store) => store.openPanel)
  const mayView = account?.permissions.includes('activity.view') ?? false
  const [filter, setFilter] = useFilter<ActivityFilter>(accountId, 'activity', everyActivity)
  const applied = useDeferredValue(filter)
  const { answer, rows, onRange } = useActivityPages(accountId, applied, mayView)
  const facets = useBridgeQuery('activity.facets', { accountId }, { enabled: mayView }).data
  const scroll = useKeptScroll(accountId, 'activity')
  const applications = useMemo(
    () => new Map(facets?.applications.map(({ applicationId, name }) => [applicationId as string, name])),
    [facets],
  )
  const accountName = account?.name ?? ''
  return (
    <>
      <ActivityFilters
        filter={filter}
        onChange={setFilter}
        facets={facets}
        count={answer.data && facets && countOf(answer.data.total, facets.all)}
        actions={
          <>
            <Refresh />
            <Button onPress={() => openPanel({ kind: 'access-changes', accountId })}>
              {accessChangeWords.open}
            </Button>
            <ExportMenu accountId={accountId} filter={filter} count={answer.data?.total ?? 0} />
          </>
        }
      />
      <Answer answer={answer} lacks={account && !mayView ? 'activity.view' : null}>
        {({ total }) =>
          total > 0 ? (
            <>
              <ActivityList
                label={t.listOf(accountName)}
                rows={rows}
                applications={applications}
                scroll={scroll}
                onRange={onRange}
                actionsOf={(entry) => <ActivityActions accountId={accountId} entry={entry} />}
              />
              {facets?.oldestAt && (
                <p className={styles.since}>{t.since(shortDate(new Date(facets.oldestAt)))}</p>
              )}
            </>
          ) : (facets?.all ?? 0) > 0 ? (
            <NothingFound
              title={t.nothingFound}
              reason={t.nothingFoundReason}
              onClear={() => setFilter(everyActivity)}
            />
          ) : (
            <EmptyState
              icon={<History size={22} />}
              title={t.empty.title}
              reason={t.empty.reason(accountName)}
              action={<Refresh inWords />}
            />
          )
        }
      </Answer>
    </>
  )
}

function countOf(found: number, all: number): string {
  return found === all ? t.count(all) : t.countFound(found, all)
}

function Refresh({ inWords }: { inWords?: boolean }) {
  const sync = useCommand('sync.now')
  const isOnline = useIsOnline()
  const shared = {
    disabledReason: isOnline ? null : words.needsConnection,
    isPending: sync.isPending,
    onPress: () => void sync.mutateAsync({}).catch(notifyProblem),
  }
  return inWords ? (
    <Button {...shared}>{t.refresh}</Button>
  ) : (
    <IconButton {...shared} label={t.refresh} icon={<RefreshCw size={16} aria-hidden="true" />} />
  )
}

interface ExportMenuProps {
  accountId: string
  filter: ActivityFilter
  count: number
}

const formats = ['csv', 'json'] as const

/** To a file, by the filter as it stands. Reading the account is enough: a closed one's history can still be kept. */
function ExportMenu({ accountId, filter, count }: ExportMenuProps) {
  const { account } = useRights(accountId)
  const reason = account ? refusalToRead(account, 'activity.export') : null
  async function write(format: (typeof formats)[number]) {
    const answer = await bridge().command('activity.export', { accountId, filter, format })
    if (!answer.ok) notifyProblem(answer.error)
    else if (answer.value.file !== null)
      notify({ title: t.exported(answer.value.count), detail: t.exportedFrom[answer.value.from] })
  }
  const button = (
    <Button icon={<Download size={15} aria-hidden="true" />} disabledReason={reason}>
      {t.export}
    </Button>
  )
  if (reason) return button
  return (
    <Menu
      label={t.exportMenu}
      entries={formats.map((format) => ({
        id: format,
        label: t.exportAs[format],
        note: t.exportNote(count),
        onAction: () => void write(format),
      }))}
    >
      {button}
    </Menu>
  )
}
