import PackageOpen from 'lucide-react/icons/package-open'
import { useMemo } from 'react'
import type { ServiceItem } from '../../../ipc/views.ts'
import { words } from '../../../strings/common.ts'
import { serviceWords as t } from '../../../strings/services.ts'
import { bridge } from '../../data/bridge.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { useIsOnline, useRights } from '../../data/use-session.ts'
import { useFilter, useKeptScroll } from '../../data/view-store.ts'
import { Answer } from '../../ui/answer.tsx'
import { Badge, StatusDot } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { ListHead } from '../../ui/list-head.tsx'
import { Name } from '../../ui/name.tsx'
import { EmptyState, NothingFound } from '../../ui/states.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { Time, useNow } from '../../ui/time.tsx'
import styles from './services.module.css'

const soonMs = 30 * 86_400_000
const shapes = { active: 'on', suspended: 'stopped', cancelled: 'off' } as const

const columns: Column<ServiceItem>[] = [
  { id: 'product', header: t.columns.product, cell: (row) => <Name strong>{row.productName}</Name> },
  { id: 'label', header: t.columns.label, cell: (row) => <Name>{row.label}</Name> },
  {
    id: 'status',
    header: t.columns.status,
    width: '140px',
    cell: (row) => <StatusDot shape={shapes[row.status]}>{t.status[row.status]}</StatusDot>,
  },
  { id: 'renews', header: t.columns.renews, width: '260px', cell: (row) => <Renewal service={row} /> },
]

/** The products and services of an account, and when each renews. */
export function ServicesTab({ accountId }: { accountId: string }) {
  const answer = useBridgeQuery('services.list', { accountId })
  const { account } = useRights(accountId)
  const isOnline = useIsOnline()
  const [filter, setFilter] = useFilter(accountId, 'services', '')
  const scroll = useKeptScroll(accountId, 'services')
  const found = useMemo(() => matching(answer.data ?? [], filter), [answer.data, filter])
  const accountName = account?.name ?? ''
  return (
    <>
      <ListHead
        find={t.find}
        filter={filter}
        onFilter={setFilter}
        count={answer.data && countOf(found.length, answer.data.length)}
      />
      <Answer
        answer={answer}
        lacks={account && !account.permissions.includes('services.view') ? 'services.view' : null}
      >
        {(all) =>
          found.length > 0 ? (
            <Table
              label={t.tableOf(accountName)}
              rows={found}
              columns={columns}
              rowKey={(row) => row.id}
              rowName={(row) => row.productName}
              isMuted={(row) => row.status === 'cancelled'}
              scroll={scroll}
            />
          ) : all.length > 0 ? (
            <NothingFound
              title={t.nothingFound(filter)}
              reason={t.nothingFoundReason}
              onClear={() => setFilter('')}
            />
          ) : (
            <EmptyState
              icon={<PackageOpen size={22} />}
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

function Renewal({ service }: { service: ServiceItem }) {
  const now = useNow()
  const { renewsAt, status } = service
  if (!renewsAt || status === 'cancelled') return <span className={styles.muted}>{t.noRenewal}</span>
  const left = Date.parse(renewsAt) - now
  return (
    <span className={styles.renewal}>
      <Time at={renewsAt} as="date" />
      <span className={styles.muted}>
        <Time at={renewsAt} />
      </span>
      {left >= 0 && left <= soonMs && (
        <span title={t.soonMeaning}>
          <Badge tone="warning">{t.soon}</Badge>
        </span>
      )}
    </span>
  )
}

function countOf(found: number, all: number): string {
  return found === all ? t.count(all) : t.countFound(found, all)
}

function matching(services: readonly ServiceItem[], filter: string): readonly ServiceItem[] {
  const wanted = filter.trim().toLocaleLowerCase()
  if (!wanted) return services
  return services.filter(({ productName, label, status }) =>
    [productName, label, t.status[status]].some((text) => text.toLocaleLowerCase().includes(wanted)),
  )
}
