import type { ReviewSnapshot, SnapshotPerson } from '@gatehouse/contract'
import { accessAt } from '@gatehouse/contract'
import { roleNames } from '../../../strings/common.ts'
import { list, number } from '../../../strings/format.ts'
import { direction, language } from '../../../strings/language.ts'
import { reviewFileWords as t } from '../../../strings/review-file.ts'
import { html, type Markup, name } from './html.ts'
import { type Paper, styleOf } from './style.ts'

/** A page to be printed: markup without any script, and its style sheet, which stands beside it. */
export interface PrintPage {
  html: string
  css: string
}

/** What both kinds of pages know of a user. */
export type Person = Pick<
  SnapshotPerson,
  'name' | 'email' | 'role' | 'isOwner' | 'status' | 'lastActiveAt' | 'access'
> & { isLegacy?: boolean }

/** What is told of an account, and who has access in it. */
export interface AccessFile {
  account: ReviewSnapshot['account']
  asOf: string
  applications: ReviewSnapshot['applications']
  people: readonly Person[]
  administrators: ReviewSnapshot['administrators']
}

export function pageOf(title: string, foot: string, paper: Paper, body: Markup): PrintPage {
  const page = html`<!doctype html>
<html lang="${language()}" dir="${direction()}">
<head><meta charset="utf-8"><title>${title}</title><link rel="stylesheet" href="page.css"></head>
<body>${body}</body>
</html>
`
  return { html: page.text, css: styleOf(paper, foot) }
}

/** The head of the first page. `state`: its look, and what it says. */
export function headOf(
  kind: string,
  title: Markup,
  { name: account, reference, environmentName }: ReviewSnapshot['account'],
  state: [string, string] | null,
  generatedAt: string,
): Markup {
  return html`<header>
<p class="brand"><b>Gatehouse</b><span>${t.generated(generatedAt)}</span></p>
<p class="kind">${kind}</p>
<h1>${title}</h1>
<p class="account">${name(account)} <small>${t.accountLine(reference, environmentName)}</small></p>
${state && html`<p class="state ${state[0]}">${state[1]}</p>`}
</header>`
}

export function factsOf(facts: readonly ([string, Markup] | null | false)[]): Markup {
  return html`<dl>${facts.map((fact) => fact && html`<dt>${fact[0]}</dt><dd>${fact[1]}</dd>`)}</dl>`
}

export function figuresOf(figures: readonly [look: string, label: string, value: string][]): Markup {
  return html`<div class="figures">${figures.map(
    ([look, label, value]) => html`<p class="figure ${look}"><b>${value}</b><span>${label}</span></p>`,
  )}</div>`
}

export function administratorsOf({ administrators }: Pick<AccessFile, 'administrators'>): Markup {
  return html`<section><h2>${t.administrators}</h2>
<p>${administrators === null ? t.administratorsUnknown : t.administratorsHint}</p>
${
  administrators && administrators.length > 0
    ? html`<ul class="people">${administrators.map(
        (each) => html`<li>${name(each.name)} <small>${name(each.email)}</small></li>`,
      )}</ul>`
    : administrators && html`<p>${t.administratorsNone}</p>`
}</section>`
}

export function whoIs({
  name: called,
  email,
  role,
  isOwner,
  lastActiveAt,
  status,
  isLegacy,
}: Person): Markup {
  const seen = lastActiveAt ? t.seen(lastActiveAt) : t.neverSeen
  const also = [status === 'suspended' && t.suspended, isLegacy && t.legacy].filter(
    (each) => each !== false && each !== undefined,
  )
  return html`<td class="who"><b>${name(called)}</b><small>${name(email)}</small><small>${t.roleAndSeen(
    isOwner ? roleNames.owner : roleNames[role],
    seen,
  )}</small>${also.map((each) => html`<small>${each}</small>`)}</td>`
}

/** Applications in a row, each set apart, so that scripts of two directions don't run into each other. */
export function appsOf(names: readonly string[]): Markup {
  return html`${names.map((each) => html`<span class="app">${name(each)}</span>`)}`
}

/** Places of applications that every user has by an assignment: they are told once and not with each user. */
export function hadByEverybody({
  applications,
  people,
}: Pick<AccessFile, 'applications' | 'people'>): Set<number> {
  const isAssigned = (person: Person, place: number) =>
    accessAt(person, place).some((source) => source !== 'grant')
  const places = [...applications.keys()].filter((place) =>
    people.every((person) => isAssigned(person, place)),
  )
  return new Set(people.length > 1 ? places : [])
}

export function everybodyLine(
  file: Pick<AccessFile, 'applications'>,
  places: ReadonlySet<number>,
): Markup | null {
  if (places.size === 0) return null
  const names = [...places].map((place) => file.applications[place]?.name ?? '')
  return html`<p class="hint">${t.everybody} ${appsOf(names)}</p>`
}

/** A line for each application: whom it is given to and how many have it. */
export function applicationsOf({ applications, people }: AccessFile): Markup {
  const rows = applications.map((application, place) => {
    const users = people.filter((person) => accessAt(person, place).length > 0).length
    const also = [
      application.type === 'agent' && t.agent,
      application.status === 'inactive' && t.inactiveApplication,
    ].filter((each) => each !== false)
    return html`<tr><td class="who"><b>${name(application.name)}</b>${
      also.length > 0 && html`<small>${list(also)}</small>`
    }</td><td>${t.levels[application.level]}</td><td class="number">${number(users)}</td></tr>`
  })
  return html`<section><h2>${t.applications}</h2>
<table><colgroup><col class="w45"><col class="w40"><col></colgroup>
<thead><tr><th>${t.columns.application}</th><th>${t.columns.level}</th><th class="number">${t.columns.users}</th></tr></thead>
<tbody>${rows}</tbody></table></section>`
}
