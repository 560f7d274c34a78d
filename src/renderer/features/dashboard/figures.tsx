import type { ReactNode } from 'react'
import type { Dashboard as DashboardData, Tab } from '../../../ipc/views.ts'
import { dashboardWords as w } from '../../../strings/dashboard.ts'
import { number, percent, shortDate } from '../../../strings/format.ts'
import { useAppStore } from '../../app/app-store.ts'
import { Time } from '../../ui/time.tsx'
import styles from './dashboard.module.css'

/** The account in figures; each opens the list that it counts. */
export function Figures({ accountId, data }: { accountId: string; data: DashboardData }) {
  const go = useAppStore((store) => store.go)
  const open = (tab: Tab) => () => go({ screen: 'account', accountId, tab })
  const { users, applications, invitations, services } = data
  const auto = applications.environmentAuto + applications.accountAuto
  return (
    <ul className={styles.figures} aria-label={w.figures}>
      {users && (
        <Figure title={w.activeUsers} value={number(users.active30Days)} onOpen={open('users')}>
          {w.ofUsers(users.total)}
          {users.suspended > 0 && ` · ${w.suspended(users.suspended)}`}
        </Figure>
      )}
      <Figure title={w.applications} value={number(applications.total)} onOpen={open('applications')}>
        {w.inactive(applications.inactive)}
        {applications.agents > 0 && ` · ${w.agents(applications.agents)}`}
      </Figure>
      <Figure title={w.auto} value={percent(auto, applications.total)} onOpen={open('applications')}>
        {w.autoParts(applications.environmentAuto, applications.accountAuto)}
      </Figure>
      {invitations && (
        <Figure title={w.invitations} value={number(invitations.pending)} onOpen={open('invitations')}>
          {invitations.oldestPendingAt ? (
            <>
              {w.oldest('')}
              <Time at={invitations.oldestPendingAt} />
            </>
          ) : (
            w.noneWaiting
          )}
        </Figure>
      )}
      {users && (
        <Figure
          title={w.notSeen}
          value={number(users.notSeen90Days)}
          onOpen={open('users')}
          needsLook={users.notSeen90Days > 0}
        >
          {w.usersToReview(users.notSeen90Days)}
        </Figure>
      )}
      {services && (
        <Figure
          title={w.services}
          value={number(services.active)}
          onOpen={open('services')}
          needsLook={services.renewals30Days > 0}
        >
          {w.renewals(services.renewals30Days)}
          {services.nextRenewalAt && services.renewals30Days > 0 && (
            <span title={shortDate(new Date(services.nextRenewalAt))}>
              {' · '}
              <Time at={services.nextRenewalAt} />
            </span>
          )}
        </Figure>
      )}
    </ul>
  )
}

interface FigureProps {
  title: string
  value: string
  children: ReactNode
  onOpen: () => void
  needsLook?: boolean
}

function Figure({ title, value, children, onOpen, needsLook }: FigureProps) {
  return (
    <li className={styles.cell}>
      <button type="button" className={styles.figure} onClick={onOpen}>
        <span className={styles.figureTitle}>{title}</span>
        <span className={styles.value}>{value}</span>
        <span className={styles.detail} data-look={needsLook || undefined}>
          {children}
        </span>
      </button>
    </li>
  )
}
