import type { AccessRow } from '../../../../ipc/views.ts'
import { accessSearchWords as t } from '../../../../strings/access-search.ts'
import { roleNames } from '../../../../strings/common.ts'
import { number } from '../../../../strings/format.ts'
import { Badge, StatusDot } from '../../../ui/badge.tsx'
import { ColourMark } from '../../../ui/colour-mark.tsx'
import { Name, TwoLines } from '../../../ui/name.tsx'
import { SourceBadges } from '../../../ui/source-badges.tsx'
import type { Column } from '../../../ui/table.tsx'
import { Time } from '../../../ui/time.tsx'
import styles from './access-search.module.css'

const shapes = { active: 'on', suspended: 'waiting', invited: 'off' } as const

/** `why`: an application was asked for, and each row says why it can be opened. */
export function columnsOf({ why }: { why: boolean }): Column<AccessRow>[] {
  return [
    {
      id: 'person',
      header: t.columns.person,
      sortable: true,
      cell: (row) =>
        row.status === 'invited' ? (
          <Name strong>{row.email}</Name>
        ) : (
          <TwoLines
            first={
              <>
                <Name strong>{row.name}</Name>
                {row.isMe && <Badge tone="accent">{t.you}</Badge>}
                {row.isLegacy && <Badge>{t.legacy}</Badge>}
              </>
            }
            second={<Name>{row.email}</Name>}
          />
        ),
    },
    {
      id: 'account',
      header: t.columns.account,
      width: '190px',
      sortable: true,
      cell: (row) => (
        <span className={styles.account}>
          {row.accountColour && <ColourMark colour={row.accountColour} />}
          <Name>{row.accountName}</Name>
          {row.accountStatus !== 'active' && <Badge tone="warning">{t.closed[row.accountStatus]}</Badge>}
        </span>
      ),
    },
    { id: 'role', header: t.columns.role, width: '100px', cell: (row) => roleNames[row.role] },
    ...(why
      ? [
          {
            id: 'why',
            header: t.columns.why,
            width: '210px',
            cell: (row: AccessRow) => <SourceBadges sources={row.sources ?? []} none="" />,
          },
        ]
      : []),
    {
      id: 'status',
      header: t.columns.status,
      width: '112px',
      priority: 2,
      cell: (row) => <StatusDot shape={shapes[row.status]}>{t.status[row.status]}</StatusDot>,
    },
    {
      id: 'seen',
      header: t.columns.seen,
      width: '120px',
      sortable: true,
      cell: (row) => (row.lastActiveAt ? <Time at={row.lastActiveAt} /> : t.never),
    },
    {
      id: 'ends',
      header: t.columns.ends,
      width: '112px',
      priority: 3,
      sortable: true,
      cell: (row) => (row.endsAt ? <Time at={row.endsAt} /> : null),
    },
    {
      id: 'applications',
      header: t.columns.applications,
      width: '108px',
      align: 'end',
      priority: 4,
      cell: (row) =>
        row.status === 'invited' ? null : row.applications === null ? t.notYours : number(row.applications),
    },
  ]
}
