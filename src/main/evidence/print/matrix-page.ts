import { accessAt } from '@gatehouse/contract'
import { number } from '../../../strings/format.ts'
import { reviewFileWords as t } from '../../../strings/review-file.ts'
import { html, type Markup } from './html.ts'
import {
  type AccessFile,
  administratorsOf,
  applicationsOf,
  appsOf,
  everybodyLine,
  factsOf,
  figuresOf,
  hadByEverybody,
  headOf,
  type Person,
  type PrintPage,
  pageOf,
  whoIs,
} from './parts.ts'
import type { Paper } from './style.ts'

/** Who has access to what in an account, as it is, without a review. */
export function matrixPage(file: AccessFile, paper: Paper, generatedAt: string): PrintPage {
  const { account, asOf, people, applications } = file
  const everybody = hadByEverybody(file)
  const accesses = people.reduce(
    (sum, { access }) => sum + [...access].filter((letter) => letter !== '.').length,
    0,
  )
  const rows = people.map(
    (person) => html`<tr>${whoIs(person)}<td>${linesOf(file, person, everybody)}</td></tr>`,
  )
  const body = html`${headOf(t.accessKind, html`${t.matrixKind}`, account, null, generatedAt)}
${factsOf([
  [t.facts.asOf, html`${t.at(asOf)}`],
  [t.facts.how, html`${t.how}`],
])}
${figuresOf([
  ['', t.figures.users, number(people.length)],
  ['', t.figures.applications, number(applications.length)],
  ['', t.figures.access, number(accesses)],
])}
${file.administrators && administratorsOf(file)}
${applicationsOf(file)}
<section><h2>${t.accessByUser}</h2>${everybodyLine(file, everybody)}
<table><colgroup><col class="w38"><col></colgroup>
<thead><tr><th>${t.columns.user}</th><th>${t.columns.applications}</th></tr></thead><tbody>${rows}</tbody></table></section>`
  const foot = `${t.matrixKind} · ${account.name} · ${account.reference}`
  return pageOf(`${t.matrixKind}: ${account.name}`, foot, paper, body)
}

/** What a user has, together by why. Given by hand goes first: it is what somebody decided for this user. */
function linesOf({ applications }: AccessFile, person: Person, everybody: ReadonlySet<number>): Markup {
  const names = (has: (sources: readonly string[]) => boolean) =>
    applications.flatMap((application, place) => {
      const sources = accessAt(person, place)
      return sources.length > 0 && !everybody.has(place) && has(sources) ? [application.name] : []
    })
  const groups: [string, string[]][] = [
    [t.given, names((sources) => sources.includes('grant'))],
    [t.locks.account, names((sources) => !sources.includes('grant') && sources.includes('account'))],
    [t.locks.environment, names((sources) => sources.every((source) => source === 'environment'))],
  ]
  const lines = groups.filter(([, found]) => found.length > 0)
  if (lines.length === 0) return html`<span class="locked">${t.noApplications}</span>`
  return html`${lines.map(
    ([why, found]) => html`<span class="line"><b class="locked">${why}</b> ${appsOf(found)}</span>`,
  )}`
}
