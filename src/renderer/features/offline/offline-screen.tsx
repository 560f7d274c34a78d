import HardDrive from 'lucide-react/icons/hard-drive'
import Lock from 'lucide-react/icons/lock'
import { type ReactNode, useMemo, useRef, useState } from 'react'
import type { OfflineAccount, OfflineSummary } from '../../../ipc/views.ts'
import { number } from '../../../strings/format.ts'
import { fileSize, offlineDataWords as t } from '../../../strings/offline.ts'
import { useAppStore } from '../../app/app-store.ts'
import { bridge } from '../../data/bridge.ts'
import { noAccount } from '../../data/keys.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { notifyProblem } from '../../data/use-mutate.ts'
import { useFilter, useKeptScroll } from '../../data/view-store.ts'
import { Answer } from '../../ui/answer.tsx'
import { Button } from '../../ui/button.tsx'
import { Switch } from '../../ui/fields.tsx'
import { ListHead } from '../../ui/list-head.tsx'
import { Name } from '../../ui/name.tsx'
import { Page } from '../../ui/page.tsx'
import { Select } from '../../ui/select.tsx'
import { EmptyState, NothingFound, Notice } from '../../ui/states.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { notify } from '../../ui/toast.tsx'
import styles from './offline.module.css'
import { arranged, type Sort } from './order.ts'
import { RecoveryNotice } from './recovery-notice.tsx'
import { WipeDialog } from './wipe-dialog.tsx'

const sorts = (['size', 'name', 'freshness'] as const).map((value) => ({ value, label: t.sorts[value] }))

const columns: Column<OfflineAccount>[] = [
  { id: 'account', header: t.columns.account, cell: (row) => <Name strong>{row.name}</Name> },
  {
    id: 'rows',
    header: t.columns.rows,
    width: '68px',
    align: 'end',
    cell: (row) => <span className={styles.number}>{number(row.rows)}</span>,
  },
  {
    id: 'size',
    header: t.columns.size,
    width: '96px',
    align: 'end',
    cell: (row) => <span className={styles.number}>{fileSize(row.bytes)}</span>,
  },
  {
    id: 'freshness',
    header: t.columns.freshness,
    width: '116px',
    cell: (row) => <Freshness account={row} />,
  },
  { id: 'kept', header: t.columns.kept, width: '90px', cell: (row) => <KeepSwitch account={row} /> },
]

/** What lies on this computer, account by account, and what can be done about it. */
export function OfflineScreen() {
  const summary = useBridgeQuery('offline.summary', {})
  const accounts = useBridgeQuery('offline.accounts', {})
  const [filter, setFilter] = useFilter(noAccount, 'offline', '')
  const [sort, setSort] = useState<Sort>('size')
  const [isWiping, setWiping] = useState(false)
  const scroll = useKeptScroll(noAccount, 'offline')
  const openAccount = useAppStore((store) => store.openAccount)
  const found = useArranged(accounts.data ?? none, filter, sort)
  return (
    <Page
      title={t.title}
      subtitle={t.intro}
      actions={<Button onPress={() => setWiping(true)}>{t.wipe}</Button>}
    >
      <div className={styles.notices}>
        {summary.data?.isReadOnly && (
          <Notice tone="warning" icon={<Lock size={16} />}>
            {t.readOnly}
          </Notice>
        )}
        {summary.data?.recovery && <RecoveryNotice recovery={summary.data.recovery} />}
      </div>
      {summary.data && <Facts summary={summary.data} />}
      <ListHead
        find={t.find}
        filter={filter}
        onFilter={setFilter}
        count={accounts.data && t.count(found.length, accounts.data.length)}
      >
        <Select label={t.sort} hideLabel value={sort} options={sorts} onChange={setSort} />
      </ListHead>
      <Answer answer={accounts}>
        {(all) =>
          found.length > 0 ? (
            <Table
              label={t.table}
              rows={found}
              columns={columns}
              rowKey={(row) => row.accountId}
              rowName={(row) => row.name}
              onOpen={(row) => openAccount(row.accountId)}
              isMuted={(row) => !row.kept}
              scroll={scroll}
            />
          ) : all.length > 0 ? (
            <NothingFound
              title={t.nothingFound(filter)}
              reason={t.nothingFoundReason}
              onClear={() => setFilter('')}
            />
          ) : (
            <EmptyState icon={<HardDrive size={22} />} title={t.empty.title} reason={t.empty.reason} />
          )
        }
      </Answer>
      <p className={styles.note}>{t.sizeNote}</p>
      <WipeDialog isOpen={isWiping} onClose={() => setWiping(false)} unsent={summary.data?.unsent ?? 0} />
    </Page>
  )
}

const none: readonly OfflineAccount[] = []

/** Rows stay where they are while their figures change: a switch must not make its row jump away from under the hand. */
function useArranged(accounts: readonly OfflineAccount[], filter: string, sort: Sort) {
  const latest = useRef(accounts)
  latest.current = accounts
  const { length } = accounts
  // biome-ignore lint/correctness/useExhaustiveDependencies: put in order anew when there are others, not for new figures
  const order = useMemo(
    () => arranged(latest.current, filter, sort).map(({ accountId }) => accountId),
    [length, filter, sort],
  )
  return useMemo(() => {
    const byId = new Map(accounts.map((account) => [account.accountId, account]))
    return order.flatMap((id) => byId.get(id) ?? [])
  }, [accounts, order])
}

function Facts({ summary }: { summary: OfflineSummary }) {
  const facts: [string, ReactNode][] = [
    [t.facts.file, fileSize(summary.fileBytes)],
    [t.facts.rows, number(summary.rows)],
    [t.facts.accounts, t.keptOf(summary.accountsKept, summary.accounts)],
    [t.facts.synced, <TimeOrNot key="synced" at={summary.syncedAt} />],
    [t.facts.oldest, <TimeOrNot key="oldest" at={summary.oldestAt} />],
    [t.facts.checked, <TimeOrNot key="checked" at={summary.checkedAt} />],
    [t.facts.free, summary.freeBytes === null ? t.unknown : fileSize(summary.freeBytes)],
  ]
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function TimeOrNot({ at }: { at: string | null }) {
  return at === null ? <span className={styles.muted}>{t.never}</span> : <Time at={at} />
}

function Freshness({ account }: { account: OfflineAccount }) {
  if (account.loadedAt !== null) return <Time at={account.loadedAt} />
  return <span className={styles.muted}>{account.kept ? t.onItsWay : t.notHere}</span>
}

function KeepSwitch({ account }: { account: OfflineAccount }) {
  const { accountId, name, kept } = account
  async function keep(wanted: boolean) {
    const answer = await bridge().command('offline.keep', { accountId, keep: wanted })
    if (!answer.ok) notifyProblem(answer.error)
    else if (wanted) notify({ title: t.keptNow(name), detail: t.keptNowDetail })
    else notify({ title: t.removed(name) })
  }
  return (
    <Switch isSelected={kept} onChange={(wanted) => void keep(wanted)} aria-label={t.keep(name)}>
      {null}
    </Switch>
  )
}
