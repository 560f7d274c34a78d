import { inLanguage, language } from './language.ts'

// Numbers, dates and plurals, all through Intl.

const wished = globalThis.navigator?.languages ?? []

/**
 * Of the machine's languages the first one that is the language of the words decides how dates are written: a date in
 * another language amid the words reads badly.
 */
export function locale(): string {
  return wished.find((each) => each.split('-')[0] === language()) ?? language()
}

function formatsOf(locale: string) {
  return {
    locale,
    whole: new Intl.NumberFormat(locale),
    share: new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }),
    clock: new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    day: new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' }),
    dayOfYear: new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }),
    month: new Intl.DateTimeFormat(locale, { month: 'short' }),
    monthOfYear: new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric' }),
    full: new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short', hourCycle: 'h23' }),
    exact: new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'long', hourCycle: 'h23' }),
    relative: new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }),
    pluralRules: new Intl.PluralRules(locale),
    sequence: new Intl.ListFormat(locale, { style: 'long', type: 'conjunction' }),
  }
}

let made: ReturnType<typeof formatsOf> | null = null

/** Formats are dear to make, so they are made once; the language changes while the main process runs. */
function formats(): ReturnType<typeof formatsOf> {
  const wanted = locale()
  if (made?.locale !== wanted) made = formatsOf(wanted)
  return made
}

export function number(value: number): string {
  return formats().whole.format(value)
}

/** `part` of `all` in percent; of nothing, 0 %. */
export function percent(part: number, all: number): string {
  return formats().share.format(all === 0 ? 0 : part / all)
}

export function clockTime(date: Date): string {
  return formats().clock.format(date)
}

export function shortDate(date: Date): string {
  return formats().day.format(date)
}

/** A calendar day written as `2026-11-04`, without its year. */
export function dayLabel(isoDay: string): string {
  return formats().dayOfYear.format(new Date(`${isoDay}T00:00:00Z`))
}

/** A month by its name; January with its year, so that a row of months says which years they are of. */
export function monthLabel(date: Date): string {
  return (date.getMonth() === 0 ? formats().monthOfYear : formats().month).format(date)
}

/** "Nov 2026". */
export function monthAndYear(date: Date): string {
  return formats().monthOfYear.format(date)
}

export function absoluteTime(date: Date): string {
  return formats().full.format(date)
}

/** To the second and with the time zone, for what has to be right elsewhere too. */
export function exactTime(date: Date): string {
  return formats().exact.format(date)
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
  if (!found) return formats().relative.format(0, 'second')
  return formats().relative.format(Math.trunc(distance / found[1]), found[0])
}

/** "1 user", "258 users", for a language that tells one from many. */
export function plural(count: number, one: string, other: string): string {
  return plurals(count, { one: `# ${one}`, other: `# ${other}` })
}

/** The forms that a language has of a counted thing. `#` stands for the number; a form may do without it. */
export type PluralForms = { readonly [Form in Exclude<Intl.LDMLPluralRule, 'other'>]?: string } & {
  readonly other: string
}

/** The form that belongs to `count`. A form that isn't given is that of `other`. */
export function plurals(count: number, forms: PluralForms): string {
  const form = forms[formats().pluralRules.select(count)] ?? forms.other
  return form.replace('#', () => number(count))
}

export const listWords = inLanguage('listWords', { more: (count: number) => `${number(count)} more` })

/** "Ledger, Payroll, and CRM"; more than `max` are counted instead of named. */
export function list(names: readonly string[], max = 3): string {
  const sequence = formats().sequence
  if (names.length <= max) return sequence.format(names)
  return sequence.format([...names.slice(0, max), listWords.more(names.length - max)])
}
