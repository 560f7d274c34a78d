import History from 'lucide-react/icons/history'
import { useDeferredValue } from 'react'
import { activityKinds } from '../../../ipc/activity-filter.ts'
import type { AnyActivityFilter, AnyActivityPage } from '../../../ipc/views.ts'
import { accessChangeWords } from '../../../strings/access-changes.ts'
import { activityWords } from '../../../strings/activity.ts'
import { words } from '../../../strings/common.ts'
import { portfolioWords, allActivityWords as t } from '../../../strings/portfolio.ts'
import { ActivityList, type ActivityRows } from '../../app/activity.ts'
import { useAppStore } from '../../app/app-store.ts'
import { bridge } from '../../data/bridge.ts'
import { usePieces } from '../../data/use-pieces.ts'
import { useIsOnline } from '../../data/use-session.ts'
import { useFilter, useKeptScroll } from '../../data/view-store.ts'
import { Answer } from '../../ui/answer.tsx'
import { Button } from '../../ui/button.tsx'
import { DateField } from '../../ui/date-field.tsx'
import { ListHead } from '../../ui/list-head.tsx'
import { EmptyState, NothingFound } from '../../ui/states.tsx'
import { ChoiceOf, OnlyAccount } from './choice.tsx'
import styles from './portfolio.module.css'
import { exportList } from './use-export.ts'
import { everywhere } from './use-portfolio.ts'

const noFilter: AnyActivityFilter = {
  text: '',
  kind: 'all',
  person: null,
  accountId: null,
  from: null,
  to: null,
}
const anybody = 'anybody'

type Line = AnyActivityPage['items'][number]

/** Who did what in which account, newest first. */
export function ActivityTab() {
  const [kept, keep] = useFilter<Partial<AnyActivityFilter>>(everywhere, 'activity', {})
  const filter: AnyActivityFilter = { ...noFilter, ...kept }
  const set = (change: Partial<AnyActivityFilter>) => keep({ ...kept, ...change })
  const scroll = useKeptScroll(everywhere, 'activity')
  const isOnline = useIsOnline()
  const go = useAppStore((store) => store.go)
  const openPanel = useAppStore((store) => store.openPanel)
  const asked = { filter: useDeferredValue(filter) }
  const { answer, onRange } = usePieces('portfolio.activity', asked)
  return (
    <>
      <ListHead
        find={t.find}
        filter={filter.text}
        onFilter={(text) => set({ text })}
        count={answer.data && countOf(answer.data)}
        actions={
          <>
            <Button onPress={() => openPanel({ kind: 'all-access-changes' })}>
              {accessChangeWords.open}
            </Button>
            <Button onPress={() => void exportList({ list: 'activity', activity: asked.filter })}>
              {portfolioWords.exportCsv}
            </Button>
          </>
        }
      >
        <ChoiceOf
          label={t.kind}
          value={filter.kind}
          options={activityKinds.map((kind) => ({ value: kind, label: activityWords.kinds[kind] }))}
          onChange={(kind) => set({ kind })}
        />
        <ChoiceOf
          label={t.person}
          value={filter.person === null ? anybody : `by ${filter.person}`}
          options={[
            { value: anybody, label: t.anybody },
            ...(answer.data?.people ?? []).map(({ name, count }) => ({
              value: `by ${name}`,
              label: t.personOption(name, count),
            })),
          ]}
          onChange={(value) => set({ person: value === anybody ? null : value.slice(3) })}
        />
        <span className={styles.days}>
          <DateField
            label={t.from}
            value={filter.from ?? ''}
            onChange={(from) => set({ from: from || null })}
          />
          <DateField label={t.to} value={filter.to ?? ''} onChange={(to) => set({ to: to || null })} />
        </span>
        <OnlyAccount
          accountId={filter.accountId}
          said={t.ofAccount}
          onClear={() => set({ accountId: null })}
        />
      </ListHead>
      <Answer answer={answer} skeletonRows={10}>
        {(page) =>
          page.total > 0 ? (
            <ActivityList<Line>
              label={t.table}
              rows={rowsOf(page)}
              scroll={scroll}
              onRange={onRange}
              placeOf={({ accountId, accountName }) => ({ id: accountId, name: accountName })}
              actionsOf={({ accountId }) => (
                <>
                  <Button size="small" onPress={() => go({ screen: 'account', accountId, tab: 'activity' })}>
                    {t.open}
                  </Button>
                  <Button size="small" onPress={() => set({ accountId })}>
                    {t.onlyAccount}
                  </Button>
                </>
              )}
            />
          ) : page.all > 0 ? (
            <NothingFound title={t.noMatch} reason={t.noMatchReason} onClear={() => keep({})} />
          ) : (
            <EmptyState
              icon={<History size={22} />}
              title={t.empty}
              reason={t.emptyReason}
              action={
                <Button
                  disabledReason={isOnline ? null : words.needsConnection}
                  onPress={() => void bridge().command('sync.now', {})}
                >
                  {t.emptyAction}
                </Button>
              }
            />
          )
        }
      </Answer>
    </>
  )
}

function rowsOf({ items, offset, total }: AnyActivityPage & { offset: number }): ActivityRows<Line> {
  return { length: total, at: (index) => items[index - offset] }
}

function countOf({ total, all }: AnyActivityPage): string {
  return total === all ? t.count(all) : t.countOf(total, all)
}
