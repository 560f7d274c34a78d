import { dayLabel, list, number, percent, plural } from './format.ts'
import { inLanguage } from './language.ts'

interface Seats {
  name: string
  assigned: number
  active: number
}

/** What the charts of a dashboard say; loaded with them. */
export const chartWords = inLanguage('chartWords', {
  charts: 'Charts',
  open: 'Open',
  activity: {
    title: 'Activity a day',
    sentence: (days: readonly { day: string; count: number }[]) => {
      const total = days.reduce((sum, day) => sum + day.count, 0)
      const top = days.reduce(
        (best, day) => (day.count > best.count ? day : best),
        days[0] ?? { day: '', count: 0 },
      )
      if (total === 0) return 'Activity a day over the last 30 days: nothing happened.'
      return `Activity a day over the last 30 days: ${plural(total, 'entry', 'entries')} in all, the most on ${dayLabel(top.day)} with ${number(top.count)}.`
    },
    legend: 'entries of the activity, the last 30 days',
    day: 'Day',
    entries: 'Entries',
    open: 'Open the activity',
  },
  lastActive: {
    title: 'When users were last active',
    sentence: (recent: number, active: number) =>
      `${number(recent)} of ${plural(active, 'active user', 'active users')} worked in this account in the last 30 days.`,
    rows: {
      today: 'Within a day',
      week: 'Within a week',
      month: 'Within 30 days',
      quarter: 'Within 90 days',
      longer: 'Longer ago',
      never: 'Never',
    },
    when: 'Last active',
    users: 'Users',
    share: 'Share',
    legend: 'of active users; each counts once, by the last day',
    figure: (count: number, all: number) => `${number(count)} · ${percent(count, all)}`,
    open: 'Open the users',
  },
  seats: {
    title: 'Seats in use, 30 days',
    sentence: (rows: readonly Seats[]) =>
      rows.length === 0
        ? 'No application is assigned.'
        : `Users active in the last 30 days, of those with access: ${list(
            rows.map(({ name, assigned, active }) => `${name} ${number(active)} of ${number(assigned)}`),
            rows.length,
          )}.`,
    wasted: (wasted: number, assigned: number, applications: number) => {
      if (assigned === 0) return 'Nobody has access to an application.'
      const where = applications === 1 ? 'in one application' : `in ${number(applications)} applications`
      return wasted === 0
        ? `Every seat ${where} is of somebody who was active in the last 30 days.`
        : `${number(wasted)} of ${plural(assigned, 'seat', 'seats')} ${where} ${wasted === 1 ? 'is' : 'are'} of users who were not active in the last 30 days.`
    },
    legend: 'Active: in this account. What is done inside an application is not known here.',
    more: (shown: number, all: number) => `The ${number(shown)} largest of ${number(all)} applications.`,
    application: 'Application',
    assigned: 'With access',
    active: 'Active, 30 days',
    unused: 'Not active',
    open: 'Open the applications',
  },
  changes: {
    title: 'Access changes a week',
    sentence: (given: number, taken: number, changed: number) =>
      given + taken + changed === 0
        ? 'Access changes over the last 12 weeks: none.'
        : `Access changes over the last 12 weeks: given ${number(given)} times, taken ${number(taken)} times, changed ${number(changed)} times.`,
    given: 'given',
    taken: 'taken',
    changed: 'changed',
    week: 'Week from',
    since: (date: string) => `Known since ${date}.`,
    thisWeek: (day: string) => `${day} (not over)`,
    open: 'Open the changes',
  },
  renewals: {
    title: 'Renewals, 12 months',
    sentence: (count: number, soon: number, next: { name: string; day: string } | null) =>
      next === null
        ? 'Renewals over the next 12 months: none.'
        : `Renewals over the next 12 months: ${number(count)}, ${number(soon)} of them within 30 days. The next is ${next.name} on ${next.day}.`,
    next: (name: string, day: string) => `Next: ${name} on ${day}.`,
    overdue: (count: number) => `${plural(count, 'day of renewal is', 'days of renewal are')} past.`,
    none: 'Nothing renews in the next 12 months.',
    soon: 'within 30 days',
    later: 'later',
    service: 'Service',
    renews: 'Renews',
    mark: (name: string, day: string) => `${name}: ${day}`,
    open: 'Open the services',
  },
})
