import type { Dashboard as DashboardData } from '../../../ipc/views.ts'
import { dashboardWords as w } from '../../../strings/dashboard.ts'
import { number, percent, relativeTime, shortDate } from '../../../strings/format.ts'
import { openList } from '../../app/open-list.ts'
import { Figure, type FigureProps, Figures } from '../../ui/figures.tsx'
import { useNow } from '../../ui/time.tsx'

interface AccountFiguresProps {
  accountId: string
  data: DashboardData
  /** What says how old they are. */
  ageId: string
}

/** The account in figures; each opens the list that it counts, narrowed down to what it counts. */
export function AccountFigures({ accountId, data, ageId }: AccountFiguresProps) {
  const now = useNow()
  const { users, applications, invitations, services } = data
  const auto = applications.environmentAuto + applications.accountAuto
  const ago = (at: string) => relativeTime(new Date(at), now)
  const figures: (FigureProps | null)[] = [
    users && {
      title: w.activeUsers,
      value: number(users.active30Days),
      detail: join(w.ofUsers(users.total), users.suspended > 0 && w.suspended(users.suspended)),
      onOpen: () => openList.usersByActivity(accountId),
    },
    {
      title: w.applications,
      value: number(applications.total - applications.inactive),
      detail: join(w.ofApplications(applications.total), w.inactive(applications.inactive)),
      onOpen: () => openList.applications(accountId, { status: 'active' }),
    },
    {
      title: w.auto,
      value: percent(auto, applications.total),
      detail: w.autoParts(applications.environmentAuto, applications.accountAuto),
      onOpen: () => openList.applications(accountId, autoLevel(applications)),
    },
    invitations && {
      title: w.invitations,
      value: number(invitations.pending),
      detail: invitations.oldestPendingAt ? w.oldest(ago(invitations.oldestPendingAt)) : w.noneWaiting,
      onOpen: () => openList.pendingInvitations(accountId),
    },
    users && {
      title: w.notSeen,
      value: number(users.notSeen90Days),
      detail: w.usersToReview(users.notSeen90Days),
      tone: users.notSeen90Days > 0 ? 'warning' : 'plain',
      onOpen: () => openList.users(accountId, { unseen: '90', status: 'active' }),
    },
    users && {
      title: w.ending,
      value: number(users.temporary),
      detail: w.endingIn(users.endingSoon),
      tone: users.endingSoon > 0 ? 'warning' : 'plain',
      onOpen: () => openList.users(accountId, { temporary: true }),
    },
    services && {
      title: w.services,
      value: number(services.renewals30Days),
      detail: join(
        w.ofServices(services.active),
        services.nextRenewalAt !== null && w.nextRenewal(shortDate(new Date(services.nextRenewalAt))),
      ),
      tone: services.renewals30Days > 0 ? 'warning' : 'plain',
      onOpen: () => openList.services(accountId, 'soon'),
    },
  ]
  return (
    <Figures label={w.figures}>
      {figures.map((figure) => figure && <Figure key={figure.title} {...figure} describedBy={ageId} />)}
    </Figures>
  )
}

/** The one level that there are any of; with both, all applications are listed by their level. */
function autoLevel({ environmentAuto, accountAuto }: DashboardData['applications']) {
  if (accountAuto === 0 && environmentAuto > 0) return { level: 'environment' } as const
  return environmentAuto === 0 && accountAuto > 0 ? ({ level: 'account' } as const) : {}
}

function join(...parts: (string | false)[]): string {
  return parts.filter((part) => part !== false).join(' · ')
}
