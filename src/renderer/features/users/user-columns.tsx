import type { UserItem, UserRow } from '../../../ipc/views.ts'
import { roleNames, words } from '../../../strings/common.ts'
import { number } from '../../../strings/format.ts'
import { userWords as t } from '../../../strings/users.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Badge, StatusDot, WaitingMark } from '../../ui/badge.tsx'
import { Name, TwoLines } from '../../ui/name.tsx'
import type { Column } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import styles from './users.module.css'

export const userColumns: Column<UserRow>[] = [
  {
    id: 'name',
    header: t.columns.name,
    sortable: true,
    cell: (row) => (
      <span className={styles.person}>
        <Avatar name={row.name} size={26} round />
        <TwoLines
          first={
            <>
              <Name strong>{row.name}</Name>
              {row.isMe && <Badge tone="accent">{t.you}</Badge>}
              {row.isOwner && <Badge>{t.owner}</Badge>}
              {row.waiting && <WaitingMark>{words.waiting}</WaitingMark>}
            </>
          }
          second={<Name>{row.email}</Name>}
        />
      </span>
    ),
  },
  {
    id: 'role',
    header: t.columns.role,
    width: '112px',
    sortable: true,
    cell: (row) => roleNames[row.role],
  },
  {
    id: 'status',
    header: t.columns.status,
    sortable: true,
    width: '122px',
    cell: (row) => <UserStatus status={row.status} />,
  },
  {
    id: 'applications',
    header: t.columns.applications,
    sortable: true,
    priority: 2,
    width: '112px',
    align: 'end',
    cell: (row) => number(row.applications),
  },
  {
    id: 'lastActive',
    header: t.columns.lastActive,
    sortable: true,
    priority: 1,
    width: '132px',
    cell: (row) =>
      row.lastActiveAt ? (
        <Time at={row.lastActiveAt} />
      ) : (
        <span className={styles.muted}>{t.neverActive}</span>
      ),
  },
  {
    id: 'joined',
    header: t.columns.joined,
    sortable: true,
    priority: 3,
    width: '152px',
    cell: (row) =>
      row.endsAt ? (
        <span>
          {t.ends} <Time at={row.endsAt} />
        </span>
      ) : (
        <Time at={row.createdAt} as="date" />
      ),
  },
]

export function UserStatus({ status }: Pick<UserItem, 'status'>) {
  return <StatusDot shape={status === 'active' ? 'on' : 'stopped'}>{t.status[status]}</StatusDot>
}
