import type { InvitationStatus } from '@gatehouse/contract'
import type { InvitationLine } from '../../../ipc/views.ts'
import { roleNames, words } from '../../../strings/common.ts'
import { invitationStatusNames } from '../../../strings/invitations.ts'
import { allInvitationsWords as t } from '../../../strings/portfolio.ts'
import { StatusDot, WaitingMark } from '../../ui/badge.tsx'
import { ColourMark } from '../../ui/colour-mark.tsx'
import { Name } from '../../ui/name.tsx'
import type { Column } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import styles from './portfolio.module.css'

const shapes: Record<InvitationStatus, 'on' | 'off' | 'waiting' | 'stopped'> = {
  pending: 'waiting',
  accepted: 'on',
  declined: 'stopped',
  revoked: 'stopped',
  expired: 'off',
}

/** One that the server doesn't know yet is sent as it is anyway. */
export function canResend({ status, refusal, waiting }: InvitationLine): boolean {
  return refusal === null && (status === 'expired' || (status === 'pending' && !waiting))
}

export function canRevoke({ status, refusal }: InvitationLine): boolean {
  return refusal === null && status === 'pending'
}

export const invitationColumns: Column<InvitationLine>[] = [
  {
    id: 'address',
    header: t.columns.address,
    cell: (row) => (
      <span className={styles.line}>
        <Name strong>{row.email}</Name>
        {row.waiting && <WaitingMark>{words.waiting}</WaitingMark>}
      </span>
    ),
  },
  {
    id: 'account',
    header: t.columns.account,
    width: '190px',
    cell: (row) => (
      <span className={styles.line}>
        {row.accountColour && <ColourMark colour={row.accountColour} />}
        <Name>{row.accountName}</Name>
      </span>
    ),
  },
  {
    id: 'status',
    header: t.columns.status,
    width: '112px',
    cell: (row) => <StatusDot shape={shapes[row.status]}>{invitationStatusNames[row.status]}</StatusDot>,
  },
  {
    id: 'role',
    header: t.columns.role,
    width: '104px',
    priority: 3,
    cell: (row) => roleNames[row.role],
  },
  {
    id: 'invitedBy',
    header: t.columns.invitedBy,
    width: '140px',
    priority: 2,
    cell: (row) => <Name>{row.invitedByName}</Name>,
  },
  { id: 'sent', header: t.columns.sent, width: '116px', cell: (row) => <Time at={row.createdAt} /> },
  {
    id: 'expires',
    header: t.columns.expires,
    width: '116px',
    priority: 1,
    cell: (row) =>
      row.status === 'pending' || row.status === 'expired' ? <Time at={row.expiresAt} /> : null,
  },
]
