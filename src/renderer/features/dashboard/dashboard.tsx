import TriangleAlert from 'lucide-react/icons/triangle-alert'
import type { Dashboard as DashboardData } from '../../../ipc/views.ts'
import { dashboardWords } from '../../../strings/dashboard.ts'
import { clockTime, dayLabel } from '../../../strings/format.ts'
import { useAppStore } from '../../app/app-store.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { useRights } from '../../data/use-session.ts'
import { Button } from '../../ui/button.tsx'
import { Chart, DayBars, ShareBars } from '../../ui/chart.tsx'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import styles from './dashboard.module.css'
import { Figures } from './figures.tsx'

export function Dashboard({ accountId }: { accountId: string }) {
  const { data, error, refetch } = useBridgeQuery('dashboard.get', { accountId })
  const { account } = useRights(accountId)
  if (error) return <ErrorState problem={error} onRetry={() => void refetch()} />
  // Figures of rows that are still arriving would say "no owner" of an account that has one.
  if (!data || account?.loaded === false) return <Skeleton rows={6} />
  return (
    <div className={styles.dashboard}>
      {data.noWayIn && <NoWayIn accountId={accountId} />}
      <Figures accountId={accountId} data={data} />
      <div className={styles.charts}>
        {data.activityByDay && <ActivityChart days={data.activityByDay} />}
        {data.applicationUse && <UseChart rows={data.applicationUse} />}
      </div>
      <Foot accountId={accountId} ownerName={data.ownerName} />
    </div>
  )
}

/** Whose account it is, and how old the figures are. */
function Foot({ accountId, ownerName }: { accountId: string; ownerName: string | null }) {
  const { account } = useRights(accountId)
  return (
    <p className={styles.foot}>
      {ownerName ? dashboardWords.owner(ownerName) : dashboardWords.noOwner}
      {account?.syncedAt && ` · ${dashboardWords.asOf(clockTime(new Date(account.syncedAt)))}`}
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

function ActivityChart({ days }: { days: NonNullable<DashboardData['activityByDay']> }) {
  const labelled = days.map(({ day, count }) => ({ label: dayLabel(day), value: count }))
  return (
    <Chart
      title={dashboardWords.activityTitle}
      sentence={dashboardWords.activitySentence(days)}
      columns={[dashboardWords.day, dashboardWords.entries]}
      rows={labelled.map(({ label, value }) => [label, value])}
    >
      <DayBars days={labelled} />
    </Chart>
  )
}

function UseChart({ rows }: { rows: NonNullable<DashboardData['applicationUse']> }) {
  return (
    <Chart
      title={dashboardWords.useTitle}
      sentence={dashboardWords.useSentence(rows)}
      legend={dashboardWords.useLegend}
      columns={[dashboardWords.application, dashboardWords.withAccess, dashboardWords.ofActive]}
      rows={rows.map((row) => [row.name, row.withAccess, row.activeUsers])}
    >
      <ShareBars
        rows={rows.map((row) => ({
          key: row.applicationId,
          name: row.name,
          part: row.withAccess,
          all: row.activeUsers,
        }))}
      />
    </Chart>
  )
}
