import type { ApplicationItem } from '../../../ipc/views.ts'
import { applicationWords as t } from '../../../strings/applications.ts'
import { statusNames, words } from '../../../strings/common.ts'
import { number } from '../../../strings/format.ts'
import { Badge, StatusDot, WaitingMark } from '../../ui/badge.tsx'
import { Name, TwoLines } from '../../ui/name.tsx'
import { AssignmentBadge } from '../../ui/source-badges.tsx'
import type { Column } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import styles from './applications.module.css'

export function applicationColumns(type: ApplicationItem['type']): Column<ApplicationItem>[] {
  return [
    {
      id: 'name',
      sortable: true,
      header: t.columns.name[type],
      cell: (row) => (
        <TwoLines
          first={
            <>
              <Name strong>{row.name}</Name>
              {row.isDefault && (
                <span title={t.defaultMeaning}>
                  <Badge>{t.defaultApplication}</Badge>
                </span>
              )}
              {row.waiting && <WaitingMark>{words.waiting}</WaitingMark>}
            </>
          }
          second={<span className={styles.key}>{row.key}</span>}
        />
      ),
    },
    {
      id: 'status',
      sortable: true,
      priority: 1,
      header: t.columns.status,
      width: '112px',
      cell: (row) => (
        <StatusDot shape={row.status === 'active' ? 'on' : 'off'}>{statusNames[row.status]}</StatusDot>
      ),
    },
    {
      id: 'assignment',
      sortable: true,
      header: t.columns.assignment,
      width: '226px',
      cell: (row) => <AssignmentBadge level={row.level} />,
    },
    {
      id: 'users',
      sortable: true,
      priority: 2,
      header: t.columns.users,
      width: '84px',
      align: 'end',
      cell: (row) => (row.users === null ? <span aria-hidden="true">-</span> : number(row.users)),
    },
    {
      id: 'assigned',
      sortable: true,
      priority: 3,
      header: t.columns.assigned,
      width: '172px',
      cell: (row) =>
        row.assignedAt ? (
          <Time at={row.assignedAt} as="date" />
        ) : (
          <span className={styles.muted}>{t.fromEnvironment}</span>
        ),
    },
  ]
}
