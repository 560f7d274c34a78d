import type { InvitationStatus } from '@gatehouse/contract'
import type { InvitationItem } from '../../../ipc/views.ts'
import { roleNames, words } from '../../../strings/common.ts'
import { list } from '../../../strings/format.ts'
import { invitationStatusNames, invitationWords as t } from '../../../strings/invitations.ts'
import { Badge, StatusDot, WaitingMark } from '../../ui/badge.tsx'
import { Name, TwoLines } from '../../ui/name.tsx'
import type { Column } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import styles from './invitations.module.css'

const shapes: Record<InvitationStatus, 'on' | 'off' | 'waiting' | 'stopped'> = {
  pending: 'waiting',
  accepted: 'on',
  declined: 'stopped',
  revoked: 'stopped',
  expired: 'off',
}

export const invitationColumns: Column<InvitationItem>[] = [
  {
    id: 'address',
    header: t.columns.address,
    sortable: true,
    cell: (row) => (
      <span className={styles.address}>
        <Name strong>{row.email}</Name>
        {row.anyAddress && <Badge>{t.anyoneMark}</Badge>}
        {row.waiting && <WaitingMark>{words.waiting}</WaitingMark>}
      </span>
    ),
  },
  {
    id: 'role',
    priority: 1,
    header: t.columns.role,
    width: '128px',
    sortable: true,
    cell: (row) =>
      row.membershipEndsAt ? (
        <TwoLines first={roleNames[row.role]} second={t.endsOn(row.membershipEndsAt)} />
      ) : (
        roleNames[row.role]
      ),
  },
  {
    id: 'status',
    header: t.columns.status,
    width: '106px',
    sortable: true,
    cell: (row) => <StatusDot shape={shapes[row.status]}>{invitationStatusNames[row.status]}</StatusDot>,
  },
  {
    id: 'applications',
    priority: 3,
    header: t.columns.applications,
    width: '14%',
    cell: (row) =>
      row.applicationNames.length > 0 ? (
        <Name>{list(row.applicationNames)}</Name>
      ) : (
        <span className={styles.muted}>{t.noApplications}</span>
      ),
  },
  {
    id: 'invitedBy',
    priority: 4,
    header: t.columns.invitedBy,
    width: '13%',
    sortable: true,
    cell: (row) => <Name>{row.invitedByName}</Name>,
  },
  {
    id: 'sent',
    priority: 2,
    header: t.columns.sent,
    width: '112px',
    sortable: true,
    cell: (row) =>
      row.waiting ? <span className={styles.muted}>{t.notSent}</span> : <Time at={row.createdAt} />,
  },
  {
    id: 'expires',
    header: t.columns.expires,
    width: '112px',
    sortable: true,
    cell: (row) =>
      row.status === 'pending' || row.status === 'expired' ? (
        <Time at={row.expiresAt} />
      ) : (
        <span className={styles.muted} aria-hidden="true">
          -
        </span>
      ),
  },
]

/** What the columns are sorted by. */
export const sortValues: Readonly<Record<string, (row: InvitationItem) => string | number | null>> = {
  address: ({ email }) => email,
  role: ({ role }) => roleNames[role],
  status: ({ status }) => invitationStatusNames[status],
  invitedBy: ({ invitedByName }) => invitedByName,
  sent: ({ createdAt }) => Date.parse(createdAt),
  expires: ({ status, expiresAt }) =>
    status === 'pending' || status === 'expired' ? Date.parse(expiresAt) : null,
}
