import type { ServiceItem } from '../../../ipc/views.ts'
import { words } from '../../../strings/common.ts'
import { permissionLabel } from '../../../strings/permissions.ts'
import { serviceWords as t } from '../../../strings/services.ts'
import { Badge, StatusDot, WaitingMark } from '../../ui/badge.tsx'
import { Name } from '../../ui/name.tsx'
import type { Column } from '../../ui/table.tsx'
import { Time, useNow } from '../../ui/time.tsx'
import { isSoon } from './service-list.ts'
import styles from './services.module.css'

const shapes = { active: 'on', suspended: 'stopped', cancelled: 'off' } as const

export const serviceColumns: Column<ServiceItem>[] = [
  {
    id: 'product',
    header: t.columns.product,
    sortable: true,
    cell: (row) => (
      <span className={styles.product}>
        <Name strong>{row.productName}</Name>
        {row.waiting && <WaitingMark>{words.waiting}</WaitingMark>}
      </span>
    ),
  },
  {
    id: 'label',
    header: t.columns.label,
    sortable: true,
    priority: 1,
    cell: (row) => <Name>{row.label}</Name>,
  },
  {
    id: 'status',
    header: t.columns.status,
    width: '130px',
    sortable: true,
    cell: (row) => <StatusDot shape={shapes[row.status]}>{t.status[row.status]}</StatusDot>,
  },
  {
    id: 'renews',
    header: t.columns.renews,
    width: '250px',
    sortable: true,
    cell: (row) => <Renewal service={row} />,
  },
  {
    id: 'visibility',
    header: t.columns.visibility,
    width: '200px',
    sortable: true,
    priority: 2,
    cell: (row) => <Visibility permission={row.permission} />,
  },
]

function Renewal({ service }: { service: ServiceItem }) {
  const now = useNow()
  const { renewsAt, status } = service
  if (!renewsAt || status === 'cancelled') return <span className={styles.muted}>{t.noRenewal}</span>
  return (
    <span className={styles.renewal}>
      <Time at={renewsAt} as="date" />
      <span className={styles.muted}>
        <Time at={renewsAt} />
      </span>
      {isSoon(service, now) && (
        <span title={t.soonMeaning}>
          <Badge tone="warning">{t.soon}</Badge>
        </span>
      )}
      {Date.parse(renewsAt) < now && (
        <span title={t.overdueMeaning}>
          <Badge>{t.overdue}</Badge>
        </span>
      )}
    </span>
  )
}

function Visibility({ permission }: Pick<ServiceItem, 'permission'>) {
  const isOpen = permission === 'services.view'
  const name = permissionLabel(permission)
  return (
    <span className={styles.visibility} title={isOpen ? t.everybodyMeaning : t.withPermissionMeaning(name)}>
      {isOpen ? t.everybody : t.withPermission(name)}
    </span>
  )
}
