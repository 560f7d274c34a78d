import type { DashboardCharts } from '../../../ipc/views.ts'
import { chartWords as t } from '../../../strings/charts.ts'
import { dayLabel, monthLabel, number, percent, shortDate } from '../../../strings/format.ts'
import { openList } from '../../app/open-list.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { Bars, Legend } from '../../ui/bars.tsx'
import { Button } from '../../ui/button.tsx'
import { Chart, ShareBars } from '../../ui/chart.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { useNow } from '../../ui/time.tsx'
import { Timeline } from '../../ui/timeline.tsx'
import styles from './dashboard.module.css'

type Given<K extends keyof DashboardCharts> = NonNullable<DashboardCharts[K]>

/** What is drawn of an account; comes after its figures. */
export function Charts({ accountId }: { accountId: string }) {
  const { data, error, refetch } = useBridgeQuery('dashboard.charts', { accountId })
  if (error) return <ErrorState inline problem={error} onRetry={() => void refetch()} />
  // No skeleton: the figures are there already, and what comes below them moves nothing.
  if (!data) return null
  const open = (label: string, onOpen: () => void) => (
    <Button kind="link" size="small" onPress={onOpen} aria-label={label}>
      {t.open}
    </Button>
  )
  return (
    <section className={styles.charts} aria-label={t.charts}>
      {data.activityByDay && (
        <ActivityChart
          days={data.activityByDay}
          action={open(t.activity.open, () => openList.activity(accountId))}
        />
      )}
      {data.seats && (
        <SeatsChart
          seats={data.seats}
          all={data.seatsOf}
          action={open(t.seats.open, () => openList.applications(accountId, {}))}
        />
      )}
      {data.changesByWeek && (
        <ChangesChart
          weeks={data.changesByWeek}
          since={data.activitySince}
          action={open(t.changes.open, () => openList.activity(accountId))}
        />
      )}
      {data.lastActive && (
        <LastActiveChart
          counts={data.lastActive}
          action={open(t.lastActive.open, () => openList.usersByActivity(accountId))}
        />
      )}
      {data.renewals && (
        <RenewalChart
          renewals={data.renewals}
          action={open(t.renewals.open, () => openList.services(accountId, 'active'))}
        />
      )}
    </section>
  )
}

interface Framed {
  action: React.ReactNode
}

function ActivityChart({ days, action }: Framed & { days: Given<'activityByDay'> }) {
  return (
    <Chart
      title={t.activity.title}
      sentence={t.activity.sentence(days)}
      legend={t.activity.legend}
      columns={[t.activity.day, t.activity.entries]}
      rows={days.map(({ day, count }) => [dayLabel(day), count])}
      action={action}
    >
      <Bars
        bars={days.map(({ day, count }) => ({
          label: dayLabel(day),
          parts: [{ name: t.activity.entries, value: count, fill: 'plain' }],
        }))}
        height={230}
      />
    </Chart>
  )
}

function SeatsChart({ seats, all, action }: Framed & { seats: Given<'seats'>; all: number }) {
  const assigned = seats.reduce((sum, seat) => sum + seat.assigned, 0)
  const active = seats.reduce((sum, seat) => sum + seat.active, 0)
  return (
    <Chart
      title={t.seats.title}
      sentence={t.seats.sentence(seats)}
      finding={t.seats.wasted(assigned - active, assigned, seats.length)}
      legend={
        <>
          {t.seats.legend} {all > seats.length && t.seats.more(seats.length, all)}
        </>
      }
      columns={[t.seats.application, t.seats.assigned, t.seats.active, t.seats.unused]}
      rows={seats.map((seat) => [seat.name, seat.assigned, seat.active, seat.assigned - seat.active])}
      action={action}
    >
      <ShareBars
        rows={seats.map((seat) => ({
          key: seat.applicationId,
          name: seat.name,
          part: seat.active,
          all: seat.assigned,
        }))}
      />
    </Chart>
  )
}

function ChangesChart({
  weeks,
  since,
  action,
}: Framed & { weeks: Given<'changesByWeek'>; since: string | null }) {
  const sum = (of: 'given' | 'taken' | 'changed') => weeks.reduce((total, week) => total + week[of], 0)
  const first = weeks[0]?.week ?? ''
  const isCut = since !== null && since.slice(0, 10) > first
  const last = weeks.length - 1
  return (
    <Chart
      title={t.changes.title}
      sentence={t.changes.sentence(sum('given'), sum('taken'), sum('changed'))}
      legend={
        <>
          <Legend
            items={[
              { fill: 'plain', label: t.changes.given },
              { fill: 'hatched', label: t.changes.taken },
              { fill: 'dotted', label: t.changes.changed },
            ]}
          />
          {isCut && t.changes.since(shortDate(new Date(since)))}
        </>
      }
      columns={[t.changes.week, t.changes.given, t.changes.taken, t.changes.changed]}
      rows={weeks.map(({ week, given, taken, changed }, index) => [
        index === last ? t.changes.thisWeek(dayLabel(week)) : dayLabel(week),
        given,
        taken,
        changed,
      ])}
      action={action}
    >
      <Bars
        bars={weeks.map(({ week, given, taken, changed }) => ({
          label: dayLabel(week),
          parts: [
            { name: t.changes.given, value: given, fill: 'plain' },
            { name: t.changes.taken, value: taken, fill: 'hatched' },
            { name: t.changes.changed, value: changed, fill: 'dotted' },
          ],
        }))}
        height={160}
      />
    </Chart>
  )
}

const spans = ['today', 'week', 'month', 'quarter', 'longer', 'never'] as const

function LastActiveChart({ counts, action }: Framed & { counts: Given<'lastActive'> }) {
  const all = spans.reduce((sum, span) => sum + counts[span], 0)
  const recent = counts.today + counts.week + counts.month
  return (
    <Chart
      title={t.lastActive.title}
      sentence={t.lastActive.sentence(recent, all)}
      finding={t.lastActive.sentence(recent, all)}
      legend={t.lastActive.legend}
      columns={[t.lastActive.when, t.lastActive.users, t.lastActive.share]}
      rows={spans.map((span) => [t.lastActive.rows[span], number(counts[span]), percent(counts[span], all)])}
      action={action}
    >
      <ShareBars
        rows={spans.map((span) => ({ key: span, name: t.lastActive.rows[span], part: counts[span], all }))}
        figure={t.lastActive.figure}
      />
    </Chart>
  )
}

const dayMs = 86_400_000

function RenewalChart({ renewals, action }: Framed & { renewals: Given<'renewals'> }) {
  const now = useNow()
  const from = new Date(now)
  const to = new Date(from.getFullYear() + 1, from.getMonth(), from.getDate()).getTime()
  const at = (renewsAt: string) => Date.parse(renewsAt)
  const coming = renewals.filter(({ renewsAt }) => at(renewsAt) >= now && at(renewsAt) < to)
  const soon = coming.filter(({ renewsAt }) => at(renewsAt) < now + 30 * dayMs)
  const overdue = renewals.filter(({ renewsAt }) => at(renewsAt) < now)
  const next = coming[0] && { name: coming[0].name, day: shortDate(new Date(coming[0].renewsAt)) }
  return (
    <Chart
      title={t.renewals.title}
      sentence={t.renewals.sentence(coming.length, soon.length, next ?? null)}
      finding={
        <>
          {next ? t.renewals.next(next.name, next.day) : t.renewals.none}{' '}
          {overdue.length > 0 && t.renewals.overdue(overdue.length)}
        </>
      }
      legend={
        <span className={styles.renewalLegend}>
          <span data-shape="soon">{t.renewals.soon}</span>
          <span data-shape="later">{t.renewals.later}</span>
        </span>
      }
      columns={[t.renewals.service, t.renewals.renews]}
      rows={renewals.map(({ name, renewsAt }) => [name, shortDate(new Date(renewsAt))])}
      action={action}
    >
      <Timeline
        from={now}
        to={to}
        ticks={monthsBetween(from, to).map((month) => ({ at: month.getTime(), label: monthLabel(month) }))}
        marks={coming.map(({ serviceId, name, renewsAt }) => ({
          key: serviceId,
          at: at(renewsAt),
          title: t.renewals.mark(name, shortDate(new Date(renewsAt))),
          isSoon: at(renewsAt) < now + 30 * dayMs,
        }))}
      />
    </Chart>
  )
}

/** The first of every other month; twelve names don't fit. */
function monthsBetween(from: Date, to: number): Date[] {
  return Array.from(
    { length: 6 },
    (_, n) => new Date(from.getFullYear(), from.getMonth() + 1 + n * 2, 1),
  ).filter((month) => month.getTime() < to)
}
