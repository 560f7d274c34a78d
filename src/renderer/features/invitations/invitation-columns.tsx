import type { InvitationStatus } from '@gatehouse/contract'
import type { InvitationItem } from '../../../ipc/views.ts'
import { roleNames, words } from '../../../strings/common.ts'
import { list } from '../../../strings/format.ts'
import { invitationStatusNames, invitationWords as t } from '../../../strings/invitations.ts'
import { StatusDot, WaitingMark } from '../../ui/badge.tsx'
import { Name } from '../../ui/name.tsx'
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
    cell: (row) => (
      <span className={styles.address}>
        <Name strong>{row.email}</Name>
        {row.waiting && <WaitingMark>{words.waiting}</WaitingMark>}
      </span>
    ),
  },
  { id: 'role', header: t.columns.role, width: '98px', cell: (row) => roleNames[row.role] },
  {
    id: 'status',
    header: t.columns.status,
    width: '106px',
    cell: (row) => <StatusDot shape={shapes[row.status]}>{invitationStatusNames[row.status]}</StatusDot>,
  },
  {
    id: 'applications',
    header: t.columns.applications,
    width: '12%',
    cell: (row) =>
      row.applicationNames.length > 0 ? (
        <Name>{list(row.applicationNames)}</Name>
      ) : (
        <span className={styles.muted}>{t.noApplications}</span>
      ),
  },
  {
    id: 'invitedBy',
    header: t.columns.invitedBy,
    width: '12%',
    cell: (row) => <Name>{row.invitedByName}</Name>,
  },
  { id: 'sent', header: t.columns.sent, width: '106px', cell: (row) => <Time at={row.createdAt} /> },
  {
    id: 'expires',
    header: t.columns.expires,
    width: '106px',
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
