import { language } from './language.ts'

// Numbers, dates and plurals, all through Intl. Of the machine's languages the first one that is the language of the
// words decides how dates are written: a date in another language amid the words reads badly.
const wished = globalThis.navigator?.languages ?? []
export const locale = wished.find((each) => each.split('-')[0] === language()) ?? language()

const whole = new Intl.NumberFormat(locale)
const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 })
const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' })
const dayOfYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' })
const full = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short', hourCycle: 'h23' })
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
const pluralRules = new Intl.PluralRules(locale)
const sequence = new Intl.ListFormat(locale, { style: 'long', type: 'conjunction' })

export function number(value: number): string {
  return whole.format(value)
}

/** `part` of `all` in percent; of nothing, 0 %. */
export function percent(part: number, all: number): string {
  return share.format(all === 0 ? 0 : part / all)
}

export function clockTime(date: Date): string {
  return clock.format(date)
}

export function shortDate(date: Date): string {
  return day.format(date)
}

/** A calendar day written as `2026-11-04`, without its year. */
export function dayLabel(isoDay: string): string {
  return dayOfYear.format(new Date(`${isoDay}T00:00:00Z`))
}

export function absoluteTime(date: Date): string {
  return full.format(date)
}

const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * 86_400_000],
  ['month', 30 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

/** "3 days ago", "in 2 weeks"; within a minute "now". `now` in milliseconds. */
export function relativeTime(date: Date, now: number): string {
  const distance = date.getTime() - now
  const found = units.find(([, size]) => Math.abs(distance) >= size)
  if (!found) return relative.format(0, 'second')
  return relative.format(Math.trunc(distance / found[1]), found[0])
}

/** "1 user", "258 users". */
export function plural(count: number, one: string, other: string): string {
  return `${whole.format(count)} ${pluralRules.select(count) === 'one' ? one : other}`
}

/** "Ledger, Payroll, and CRM"; more than `max` are counted instead of named. */
export function list(names: readonly string[], max = 3): string {
  if (names.length <= max) return sequence.format(names)
  return sequence.format([...names.slice(0, max), `${whole.format(names.length - max)} more`])
}
