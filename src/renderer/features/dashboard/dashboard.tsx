import TriangleAlert from 'lucide-react/icons/triangle-alert'
import { lazy, type ReactNode, Suspense, useLayoutEffect, useRef } from 'react'
import { dashboardWords } from '../../../strings/dashboard.ts'
import { clockTime } from '../../../strings/format.ts'
import { useAppStore } from '../../app/app-store.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { useRights } from '../../data/use-session.ts'
import { Answer } from '../../ui/answer.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState, Skeleton } from '../../ui/states.tsx'
import { usePainted } from '../../ui/use-painted.ts'
import styles from './dashboard.module.css'
import { AccountFigures } from './figures.tsx'

const AccessHint = lazy(async () => ({ default: (await import('./access-hint.tsx')).AccessHint }))
const Charts = lazy(async () => ({ default: (await import('./charts.tsx')).Charts }))

/** Keeps nothing of its own: another account's figures take the place of those before. */
export function Dashboard({ accountId }: { accountId: string }) {
  const answer = useBridgeQuery('dashboard.get', { accountId })
  const { account } = useRights(accountId)
  // Figures of rows that are still arriving would say "no owner" of an account that has one.
  if (account?.loaded === false) return <Skeleton rows={6} />
  if (account?.membershipStatus === 'suspended' && answer.error) {
    return (
      <EmptyState
        title={dashboardWords.suspendedTitle}
        reason={dashboardWords.suspendedReason(account.name)}
      />
    )
  }
  return (
    <Answer answer={answer}>
      {(data) => (
        <FromTheTop of={accountId}>
          {data.noWayIn && <NoWayIn accountId={accountId} />}
          <AccountFigures accountId={accountId} data={data} ageId="age-of-figures" />
          <Age accountId={accountId} ownerName={data.ownerName} />
          <AfterFigures accountId={accountId} />
        </FromTheTop>
      )}
    </Answer>
  )
}

/** Another account is read from its beginning, however far down the one before was left. */
function FromTheTop({ of, children }: { of: string; children: ReactNode }) {
  const scroller = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each account
  useLayoutEffect(() => {
    if (scroller.current) scroller.current.scrollTop = 0
  }, [of])
  return (
    <div ref={scroller} className={styles.dashboard}>
      {children}
    </div>
  )
}

function AfterFigures({ accountId }: { accountId: string }) {
  const isTime = usePainted(accountId)
  return <Suspense>{isTime && <Charts accountId={accountId} />}</Suspense>
}

/** Whose account it is, and how old the figures are. */
function Age({ accountId, ownerName }: { accountId: string; ownerName: string | null }) {
  const { account } = useRights(accountId)
  const isPainted = usePainted(accountId)
  return (
    <p className={styles.age}>
      {account?.syncedAt && (
        <span id="age-of-figures">{dashboardWords.asOf(clockTime(new Date(account.syncedAt)))}</span>
      )}
      {account?.permissions.includes('users.view') && (
        <span>{ownerName ? dashboardWords.owner(ownerName) : dashboardWords.noOwner}</span>
      )}
      <Suspense>{isPainted && <AccessHint accountId={accountId} />}</Suspense>
    </p>
  )
}

/** Neither a default nor an auto-assigned application: said plainly, with what mends it beside it. */
function NoWayIn({ accountId }: { accountId: string }) {
  const openPanel = useAppStore((store) => store.openPanel)
  const { refusal } = useRights(accountId)
  const reason = refusal('applications.autoassign')
  return (
    <section className={styles.warning} aria-labelledby="no-way-in">
      <TriangleAlert size={18} aria-hidden="true" />
      <div className={styles.warningText}>
        <h2 id="no-way-in">{dashboardWords.noWayInTitle}</h2>
        <p>
          {dashboardWords.noWayIn} {reason && dashboardWords.fixAsk}
        </p>
      </div>
      <Button
        onPress={() => openPanel({ kind: 'assign', accountId, type: 'application' })}
        disabledReason={reason}
      >
        {dashboardWords.fixAssign}
      </Button>
    </section>
  )
}
