import type { EnvironmentAccount } from '../../../ipc/views.ts'
import { accountStatusNames } from '../../../strings/common.ts'
import { environmentAccountWords as t } from '../../../strings/environments.ts'
import { number } from '../../../strings/format.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Badge, StatusDot, WaitingMark } from '../../ui/badge.tsx'
import { Name, TwoLines } from '../../ui/name.tsx'
import type { Column } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import styles from './environments.module.css'

const shapes = { active: 'on', suspended: 'waiting', closed: 'stopped' } as const

export const accountColumns: Column<EnvironmentAccount>[] = [
  {
    id: 'name',
    header: t.columns.name,
    sortable: true,
    cell: (account) => (
      <span className={styles.row}>
        <Avatar name={account.name} size={26} />
        <TwoLines first={<Name strong>{account.name}</Name>} second={<bdi>{account.reference}</bdi>} />
        {account.waiting > 0 && <WaitingMark>{t.waiting(account.waiting)}</WaitingMark>}
      </span>
    ),
  },
  {
    id: 'plan',
    header: t.columns.plan,
    width: '14%',
    sortable: true,
    priority: 3,
    cell: ({ plan }) => <Name>{plan}</Name>,
  },
  {
    id: 'owner',
    header: t.columns.owner,
    width: '20%',
    priority: 2,
    cell: ({ owner }) =>
      owner === 'none' ? (
        <Badge tone="warning">{t.noOwner}</Badge>
      ) : owner === 'unknown' ? (
        <span className={styles.muted}>…</span>
      ) : (
        <Name>{owner.name}</Name>
      ),
  },
  {
    id: 'users',
    header: t.columns.users,
    width: '90px',
    align: 'end',
    sortable: true,
    priority: 1,
    cell: ({ users }) => (users === null ? '…' : number(users)),
  },
  {
    id: 'status',
    header: t.columns.status,
    width: '130px',
    sortable: true,
    cell: ({ status }) => <StatusDot shape={shapes[status]}>{accountStatusNames[status]}</StatusDot>,
  },
  {
    id: 'created',
    header: t.columns.created,
    width: '130px',
    sortable: true,
    priority: 4,
    cell: ({ createdAt }) => <Time at={createdAt} as="date" />,
  },
]
