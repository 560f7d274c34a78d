import History from 'lucide-react/icons/history'
import { useDeferredValue, useMemo } from 'react'
import type { ActivityItem } from '../../../ipc/views.ts'
import { activityWords as t } from '../../../strings/activity.ts'
import { words } from '../../../strings/common.ts'
import { bridge } from '../../data/bridge.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { useIsOnline, useRights } from '../../data/use-session.ts'
import { useFilter, useKeptScroll } from '../../data/view-store.ts'
import { Answer } from '../../ui/answer.tsx'
import { Button } from '../../ui/button.tsx'
import { ListHead } from '../../ui/list-head.tsx'
import { Select } from '../../ui/select.tsx'
import { EmptyState, NothingFound } from '../../ui/states.tsx'
import styles from './activity.module.css'
import { activitySentence } from './activity-in-words.ts'
import { ActivityList } from './activity-list.tsx'

type Kind = keyof typeof t.kinds

interface ListFilter {
  text: string
  kind: Kind
}

const everything: ListFilter = { text: '', kind: 'all' }
const kinds = Object.keys(t.kinds) as Kind[]

/** Who did what in an account, newest first; each entry opens to what was before and after. */
export function ActivityTab({ accountId }: { accountId: string }) {
  const answer = useBridgeQuery('activity.list', { accountId })
  const { account } = useRights(accountId)
  const isOnline = useIsOnline()
  const [filter, setFilter] = useFilter(accountId, 'activity', everything)
  const scroll = useKeptScroll(accountId, 'activity')
  const applied = useDeferredValue(filter)
  const found = useMemo(() => matching(answer.data ?? [], applied), [answer.data, applied])
  const accountName = account?.name ?? ''
  return (
    <>
      <ListHead
        find={t.find}
        filter={filter.text}
        onFilter={(text) => setFilter({ ...filter, text })}
        count={answer.data && countOf(found.length, answer.data.length)}
      >
        <Select
          label={t.filterByKind}
          hideLabel
          className={styles.kindFilter}
          value={filter.kind}
          options={kinds.map((kind) => ({ value: kind, label: t.kinds[kind] }))}
          onChange={(kind) => setFilter({ ...filter, kind })}
        />
      </ListHead>
      <Answer
        answer={answer}
        lacks={account && !account.permissions.includes('activity.view') ? 'activity.view' : null}
      >
        {(all) =>
          found.length > 0 ? (
            <ActivityList
              accountId={accountId}
              label={t.listOf(accountName)}
              entries={found}
              scroll={scroll}
            />
          ) : all.length > 0 ? (
            <NothingFound
              title={t.nothingFound}
              reason={t.nothingFoundReason}
              onClear={() => setFilter(everything)}
            />
          ) : (
            <EmptyState
              icon={<History size={22} />}
              title={t.empty.title}
              reason={t.empty.reason(accountName)}
              action={
                <Button
                  disabledReason={isOnline ? null : words.needsConnection}
                  onPress={() => void bridge().command('sync.now', {})}
                >
                  {t.refresh}
                </Button>
              }
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

function kindOf({ action }: ActivityItem): Kind {
  if (action.startsWith('application.')) return 'application'
  if (action.startsWith('grant.')) return 'grant'
  if (action.startsWith('invitation.')) return 'invitation'
  return 'user'
}

function matching(entries: readonly ActivityItem[], { text, kind }: ListFilter): readonly ActivityItem[] {
  const wanted = text.trim().toLocaleLowerCase()
  return entries
    .filter(
      (entry) =>
        (kind === 'all' || kindOf(entry) === kind) &&
        (!wanted || `${activitySentence(entry)}\n${entry.device ?? ''}`.toLocaleLowerCase().includes(wanted)),
    )
    .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
}
