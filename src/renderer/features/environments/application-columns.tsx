import type { EnvironmentApplication } from '../../../ipc/views.ts'
import { statusNames } from '../../../strings/common.ts'
import { environmentApplicationWords as t } from '../../../strings/environments.ts'
import { number } from '../../../strings/format.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Badge, StatusDot } from '../../ui/badge.tsx'
import { Name, TwoLines } from '../../ui/name.tsx'
import { AssignmentBadge } from '../../ui/source-badges.tsx'
import type { Column } from '../../ui/table.tsx'
import styles from './environments.module.css'

export const applicationOrders: Record<string, (each: EnvironmentApplication) => string | number> = {
  name: ({ name }) => name,
  type: ({ type }) => t.types[type],
  status: ({ status }) => statusNames[status],
  assignment: ({ autoAssign }) => (autoAssign ? 0 : 1),
  accounts: ({ accounts }) => accounts,
  users: ({ users }) => users,
}

export const applicationColumns: Column<EnvironmentApplication>[] = [
  {
    id: 'name',
    header: t.columns.name,
    sortable: true,
    cell: (application) => (
      <span className={styles.row}>
        <Avatar name={application.name} size={26} />
        <TwoLines
          first={
            <>
              <Name strong>{application.name}</Name>
              {application.isDefault && <Badge tone="accent">{t.default}</Badge>}
            </>
          }
          second={<bdi className={styles.mono}>{application.key}</bdi>}
        />
      </span>
    ),
  },
  {
    id: 'type',
    header: t.columns.type,
    width: '110px',
    sortable: true,
    priority: 4,
    cell: ({ type }) => t.types[type],
  },
  {
    id: 'status',
    header: t.columns.status,
    width: '110px',
    sortable: true,
    cell: ({ status }) => (
      <StatusDot shape={status === 'active' ? 'on' : 'off'}>{statusNames[status]}</StatusDot>
    ),
  },
  {
    id: 'assignment',
    header: t.columns.assignment,
    width: '210px',
    sortable: true,
    priority: 1,
    cell: ({ autoAssign }) =>
      autoAssign ? (
        <AssignmentBadge level="environment" />
      ) : (
        <span className={styles.muted}>{t.byAccount}</span>
      ),
  },
  {
    id: 'accounts',
    header: t.columns.accounts,
    width: '100px',
    align: 'end',
    sortable: true,
    priority: 3,
    cell: ({ accounts }) => number(accounts),
  },
  {
    id: 'users',
    header: t.columns.users,
    width: '90px',
    align: 'end',
    sortable: true,
    priority: 2,
    cell: ({ users }) => number(users),
  },
]
