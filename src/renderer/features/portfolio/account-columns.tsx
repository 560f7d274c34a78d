import type { AccountLine } from '../../../ipc/views.ts'
import { accountStatusNames, roleIn, roleNames } from '../../../strings/common.ts'
import { number } from '../../../strings/format.ts'
import { portfolioWords, accountListWords as t } from '../../../strings/portfolio.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Badge, StatusDot, WaitingMark } from '../../ui/badge.tsx'
import { ColourMark } from '../../ui/colour-mark.tsx'
import { Name, TwoLines } from '../../ui/name.tsx'
import type { Column } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import styles from './portfolio.module.css'
import { Reasons } from './reasons.tsx'

const statusShapes = { active: 'on', suspended: 'waiting', closed: 'stopped' } as const

export const accountColumns: Column<AccountLine>[] = [
  {
    id: 'name',
    header: t.columns.account,
    width: '250px',
    sortable: true,
    cell: (account) => (
      <span className={styles.account}>
        <Avatar name={account.name} size={26} />
        <TwoLines
          first={
            <>
              {account.colour && <ColourMark colour={account.colour} />}
              <Name strong>{account.name}</Name>
              {account.environmentKind !== 'production' && (
                <Badge tone="warning">{account.environmentName}</Badge>
              )}
              {account.waiting > 0 && <WaitingMark>{t.waiting(account.waiting)}</WaitingMark>}
            </>
          }
          second={portfolioWords.underName(account.alias || account.reference, account.plan)}
        />
      </span>
    ),
  },
  {
    id: 'attention',
    header: t.columns.attention,
    sortable: true,
    priority: 1,
    cell: (account) => <Reasons account={account} shown={1} />,
  },
  {
    id: 'tags',
    header: t.columns.tags,
    width: '130px',
    priority: 5,
    cell: (account) => (
      <span className={styles.tags} title={account.tags.join('\n')}>
        {account.tags.map((tag) => (
          <bdi key={tag} className={styles.tag}>
            {tag}
          </bdi>
        ))}
      </span>
    ),
  },
  {
    id: 'role',
    header: t.columns.role,
    width: '104px',
    priority: 3,
    cell: (account) =>
      account.isOwner ? <Badge tone="accent">{roleNames.owner}</Badge> : <Name>{roleIn(account)}</Name>,
  },
  {
    id: 'status',
    header: t.columns.status,
    width: '116px',
    cell: (account) => (
      <StatusDot shape={statusShapes[account.status]}>{accountStatusNames[account.status]}</StatusDot>
    ),
  },
  {
    id: 'users',
    header: t.columns.users,
    width: '80px',
    align: 'end',
    sortable: true,
    cell: (account) =>
      account.users === null ? <span title={t.unknownUsers}>–</span> : number(account.users),
  },
  {
    id: 'activity',
    header: t.columns.activity,
    width: '122px',
    sortable: true,
    priority: 2,
    cell: (account) => account.lastActivityAt && <Time at={account.lastActivityAt} />,
  },
]
