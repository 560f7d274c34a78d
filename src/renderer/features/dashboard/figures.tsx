import type { Dashboard as DashboardData } from '../../../ipc/views.ts'
import { dashboardWords as w } from '../../../strings/dashboard.ts'
import { number, percent, relativeTime, shortDate } from '../../../strings/format.ts'
import { reviewWords } from '../../../strings/reviews.ts'
import { useAppStore } from '../../app/app-store.ts'
import { openList } from '../../app/open-list.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { useRights } from '../../data/use-session.ts'
import { Figure, type FigureProps, Figures } from '../../ui/figures.tsx'
import { useNow } from '../../ui/time.tsx'
import { usePainted } from '../../ui/use-painted.ts'

interface AccountFiguresProps {
  accountId: string
  data: DashboardData
  /** What says how old they are. */
  ageId: string
}

/** The account in figures; each opens the list that it counts, narrowed down to what it counts. */
export function AccountFigures({ accountId, data, ageId }: AccountFiguresProps) {
  const now = useNow()
  const review = useReviewFigure(accountId)
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
    review,
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

/** How far the review is that is due first; nothing for who may not see reviews. */
function useReviewFigure(accountId: string): FigureProps | null {
  const { account } = useRights(accountId)
  const mayLook = account?.permissions.includes('reviews.view') ?? false
  // A question of its own, which the figures of the first frame don't wait for.
  const enabled = usePainted(accountId) && mayLook
  const { data: reviews } = useBridgeQuery('reviews.list', { accountId }, { enabled })
  const go = useAppStore((store) => store.go)
  const openReviews = () => go({ screen: 'account', accountId, tab: 'reviews' })
  const t = reviewWords.figure
  if (!mayLook) return null
  // Its place is kept, so that no figure moves when the answer comes.
  if (!reviews) return { title: t.title, value: '\u00a0', detail: '\u00a0', onOpen: openReviews }
  const open = reviews
    .filter(({ state }) => state === 'open' || state === 'second')
    .sort((one, other) => (one.dueAt ?? '9').localeCompare(other.dueAt ?? '9'))
  const [first] = open
  if (!first) {
    const last = reviews
      .flatMap(({ signatures }) => signatures.map(({ signedAt }) => signedAt))
      .sort()
      .at(-1)
    return {
      title: t.title,
      value: number(0),
      detail: last ? t.lastSigned(last) : t.never,
      onOpen: openReviews,
    }
  }
  const { decidedHere, progress, dueAt, isOverdue } = first
  return {
    title: t.title,
    value: percent(Math.max(decidedHere, progress.decided), progress.total),
    detail: dueAt ? (isOverdue ? t.overdue(dueAt) : reviewWords.due(dueAt)) : reviewWords.noDue,
    tone: isOverdue ? 'danger' : 'plain',
    onOpen: () => go({ screen: 'account', accountId, tab: 'reviews', reviewId: first.id }),
  }
}

/** The one level that there are any of; with both, all applications are listed by their level. */
function autoLevel({ environmentAuto, accountAuto }: DashboardData['applications']) {
  if (accountAuto === 0 && environmentAuto > 0) return { level: 'environment' } as const
  return environmentAuto === 0 && accountAuto > 0 ? ({ level: 'account' } as const) : {}
}

function join(...parts: (string | false)[]): string {
  return parts.filter((part) => part !== false).join(' · ')
}
