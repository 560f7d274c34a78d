import { type MembershipChange, membershipCell, type ReviewSignature } from '@gatehouse/contract'
import { roleNames } from '../../../strings/common.ts'
import { list, number } from '../../../strings/format.ts'
import { reviewFileWords as t } from '../../../strings/review-file.ts'
import { type CellFact, cellsOf, everyCell, type ReviewFile, stateOf, totalsOf } from '../review-file.ts'
import { html, type Markup, name } from './html.ts'
import {
  administratorsOf,
  applicationsOf,
  appsOf,
  everybodyLine,
  factsOf,
  figuresOf,
  hadByEverybody,
  headOf,
  type PrintPage,
  pageOf,
  whoIs,
} from './parts.ts'
import type { Paper } from './style.ts'

/** A review as a client reads it: what was looked at, how it was made, what was decided, who signed, how to check it. */
export function reviewPage(file: ReviewFile, paper: Paper, generatedAt: string): PrintPage {
  const { review, snapshot } = file
  const state = stateOf(file)
  const totals = totalsOf(file)
  const body = html`${headOf(t.kind, name(review.title), snapshot.account, [state, t.states[state]], generatedAt)}
${howItWasMade(file)}
${figuresOf([
  ['', t.figures.users, number(snapshot.people.length)],
  ['', t.figures.applications, number(snapshot.applications.length)],
  ['', t.figures.decided, t.ofAll(totals.decided, totals.total)],
  ['', t.figures.keep, number(totals.keep)],
  ['revoke', t.figures.revoke, number(totals.revoke)],
  ['', t.figures.change, number(totals.change)],
  ['unsure', t.figures.unsure, number(totals.unsure)],
])}
${totals.own > 0 && html`<p class="own">${t.own(totals.own)}</p>`}
${signaturesOf(file)}
${administratorsOf(snapshot)}
${findingsOf(file)}
${unsureOf(file)}
${conflictsOf(file)}
${byUser(file)}
${applicationsOf(snapshot)}
${evidenceOf(file)}`
  const foot = `${review.title} · ${snapshot.account.name} · ${snapshot.account.reference}`
  return pageOf(`${t.kind}: ${review.title}`, foot, paper, body)
}

function howItWasMade({ review, snapshot }: ReviewFile): Markup {
  const { campaign, reviewerName, secondReviewerName, createdByName, createdAt, dueAt } = review
  return factsOf([
    [t.facts.asOf, html`${t.at(snapshot.asOf)}`],
    [t.facts.scope, html`${scopeOf(snapshot.scope)}`],
    campaign && [t.facts.campaign, name(campaign.name)],
    [t.facts.reviewer, name(reviewerName)],
    secondReviewerName !== null && [t.facts.second, name(secondReviewerName)],
    [t.facts.begun, html`${t.begunBy(createdByName, createdAt)}`],
    dueAt !== null && [t.facts.due, html`${t.day(dueAt)}`],
    [
      t.facts.how,
      html`<p>${t.how}</p><p>${t.waiting(snapshot.waiting)}</p><p>${review.allowsSelf ? t.self.allowed : t.self.left}</p>`,
    ],
  ])
}

function scopeOf({ applicationIds, roles, unusedDays }: ReviewFile['snapshot']['scope']): string {
  const parts = [
    applicationIds && t.scope.applications(applicationIds.length),
    roles &&
      t.scope.roles(
        list(
          roles.map((role) => roleNames[role]),
          roles.length,
        ),
      ),
    unusedDays !== null && t.scope.unused(unusedDays),
  ].filter((part) => typeof part === 'string')
  return parts.length === 0 ? t.scope.all : parts.join('; ')
}

function signaturesOf({ signatures }: ReviewFile): Markup {
  const each = ({ by, name: called, email, statement, signedAt, decisionsSha256 }: ReviewSignature) =>
    html`<div class="signature"><blockquote><bdi>${statement}</bdi></blockquote>
<p><b>${name(called)}</b> ${name(email)}</p><p>${t.signedBy[by]} · ${t.at(signedAt)}</p>
<p>${t.decisionsHash} <code>${decisionsSha256}</code></p></div>`
  return html`<section><h2>${t.signatures}</h2>${
    signatures.length > 0 ? signatures.map(each) : html`<p>${t.noSignatures}</p>`
  }</section>`
}

/** A user and what is told of them. */
function rowOf({ snapshot }: ReviewFile, place: number, what: Markup): Markup {
  const person = snapshot.people[place]
  return html`<tr><td class="who"><b>${name(person?.name ?? '')}</b><small>${name(person?.email ?? '')}</small></td>
<td>${what}</td></tr>`
}

function listing(title: string, rows: readonly Markup[], empty: string | null): Markup | null {
  if (rows.length === 0)
    return empty === null ? null : html`<section><h2>${title}</h2><p>${empty}</p></section>`
  return html`<section><h2>${title}</h2><table><colgroup><col class="w34"><col></colgroup>
<thead><tr><th>${t.columns.user}</th><th>${t.columns.what}</th></tr></thead><tbody>${rows}</tbody></table></section>`
}

function noteOf(note: string | null): Markup | null {
  return note === null ? null : html`<span class="note"><bdi>${note}</bdi></span>`
}

/** What was decided so of each user, the membership first. */
function decidedSo(file: ReviewFile, decision: CellFact['decision']): Map<number, CellFact[]> {
  const facts = [...everyCell(file)].filter((fact) => fact.decision === decision)
  return Map.groupBy(facts, ({ place }) => place)
}

function findingsOf(file: ReviewFile): Markup | null {
  const { decisions } = file
  const changes = new Map(decisions.changes.map(({ person, change }) => [person, change]))
  const revoked = decidedSo(file, 'revoke')
  const at = cellsOf(file)
  const rows = [...file.snapshot.people.keys()].flatMap((place) => {
    const facts = revoked.get(place) ?? []
    const isGone = facts.some(({ cell }) => cell === membershipCell)
    const change = changes.get(place)
    if (facts.length === 0 && !change) return []
    // With the membership everything else goes; it needs no line of its own.
    const taken = isGone ? [] : facts
    return [
      rowOf(
        file,
        place,
        html`${isGone && html`<b class="revoke">${t.removed}</b>`}${
          change !== undefined &&
          html`<span class="line"><b class="change">${changeInWords(change)}</b></span>`
        }${taken.length > 0 && revokedLine(file, taken)}${notesOf(file, at, place, facts, change !== undefined)}`,
      ),
    ]
  })
  return listing(t.findings, rows, t.noFindings)
}

function revokedLine({ snapshot }: ReviewFile, facts: readonly CellFact[]): Markup {
  const names = facts.map(({ cell }) => snapshot.applications[cell - 1]?.name ?? '')
  return html`<span class="line"><b class="revoke">${t.figures.revoke}</b> ${appsOf(names)}</span>`
}

function notesOf(
  file: ReviewFile,
  at: (place: number, cell: number) => CellFact,
  place: number,
  facts: readonly CellFact[],
  isChanged: boolean,
): Markup {
  const own = isChanged ? [at(place, membershipCell)] : []
  return html`${[...own, ...facts].map(({ cell, note }) => {
    if (note === null || cell === membershipCell) return noteOf(note)
    return noteOf(t.noteOn(file.snapshot.applications[cell - 1]?.name ?? '', note))
  })}`
}

function changeInWords(change: MembershipChange): string {
  return 'role' in change ? t.becomes(roleNames[change.role]) : t.endsOn(change.endsAt)
}

function unsureOf(file: ReviewFile): Markup | null {
  const at = cellsOf(file)
  const rows = [...decidedSo(file, 'unsure')].map(([place, facts]) => {
    const names = facts.map(({ cell }) => aboutOf(file, cell))
    return rowOf(
      file,
      place,
      html`<span class="line">${appsOf(names)}</span>${notesOf(file, at, place, facts, false)}`,
    )
  })
  return listing(t.unsure, rows, null)
}

function aboutOf({ snapshot }: ReviewFile, cell: number): string {
  return cell === membershipCell ? t.membershipItself : (snapshot.applications[cell - 1]?.name ?? '')
}

function conflictsOf(file: ReviewFile): Markup | null {
  const rows = file.conflicts.map(({ person, cell, kind }) =>
    rowOf(file, person, html`${name(aboutOf(file, cell))}: ${t.conflictIs[kind]}`),
  )
  return listing(t.conflicts, rows, null)
}

function byUser(file: ReviewFile): Markup {
  const { snapshot, decisions } = file
  const at = cellsOf(file)
  const everybody = hadByEverybody(snapshot)
  const changes = new Map(decisions.changes.map(({ person, change }) => [person, change]))
  const rows = snapshot.people.map((person, place) => {
    const own = at(place, membershipCell)
    const change = changes.get(place)
    return html`<tr>${whoIs(person)}<td>${membershipOf(own, own.decision === 'change' ? change : undefined)}${noteOf(own.note)}</td><td>${applicationLines(file, place, at, everybody)}</td></tr>`
  })
  return html`<section><h2>${t.byUser}</h2>${everybodyLine(snapshot, everybody)}
<table><colgroup><col class="w30"><col class="w17"><col></colgroup>
<thead><tr><th>${t.columns.user}</th><th>${t.columns.membership}</th><th>${t.columns.applications}</th></tr></thead>
<tbody>${rows}</tbody></table></section>`
}

function membershipOf({ decision, lock }: CellFact, change: MembershipChange | undefined): Markup {
  if (lock !== null && lock !== 'none') return html`<span class="locked">${t.locks[lock]}</span>`
  if (decision === null) return html`<span class="locked">${t.undecided}</span>`
  const said = html`<b class="${decision}">${t.decisions[decision]}</b>`
  return change ? html`${said}<small class="muted">${changeInWords(change)}</small>` : said
}

const kinds = ['keep', 'revoke', 'unsure', 'undecided', 'environment', 'account', 'self'] as const
type Kind = (typeof kinds)[number]

/** The applications of a user, together by what was decided or why nothing could be; notes stand below. */
function applicationLines(
  { snapshot }: ReviewFile,
  place: number,
  at: (place: number, cell: number) => CellFact,
  everybody: ReadonlySet<number>,
): Markup {
  const groups = new Map<Kind, string[]>()
  const notes: [string, string][] = []
  snapshot.applications.forEach((application, number) => {
    const { decision, lock, note } = at(place, number + 1)
    if (note !== null) notes.push([application.name, note])
    if (lock === 'none' || (everybody.has(number) && lock !== null)) return
    const isLocked = lock !== null && lock !== 'owner'
    const kind: Kind = isLocked ? lock : decision === null || decision === 'change' ? 'undecided' : decision
    groups.set(kind, [...(groups.get(kind) ?? []), application.name])
  })
  if (groups.size === 0) return html`<span class="locked">${t.noApplications}</span>`
  const said = (kind: Kind) =>
    kind === 'undecided'
      ? t.undecided
      : kind in t.locks
        ? t.locks[kind as keyof typeof t.locks]
        : t.decisions[kind as keyof typeof t.decisions]
  const look = (kind: Kind) => (kind === 'keep' || kind === 'revoke' || kind === 'unsure' ? kind : 'locked')
  return html`${kinds.map((kind) => {
    const names = groups.get(kind)
    return names
      ? html`<span class="line"><b class="${look(kind)}">${said(kind)}</b> ${appsOf(names)}</span>`
      : null
  })}${notes.map(([application, note]) => noteOf(t.noteOn(application, note)))}`
}

function evidenceOf({ evidence, snapshotSha256 }: ReviewFile): Markup {
  const seal = evidence?.seal ?? null
  const code = (text: string) => html`<code>${text}</code>`
  return html`<section class="evidence"><h2>${t.evidence}</h2><p>${t.evidenceHint}</p>${factsOf([
    [t.verify, code('gatehouse verify FILE')],
    [t.snapshotHash, code(snapshotSha256)],
    evidence && [t.recordHash, code(evidence.recordSha256)],
    [t.seal, seal ? html`${t.sealedBy(seal.server, seal.recordedAt)}` : html`${t.notSealed}`],
    seal && [t.publicKey, code(seal.publicKey)],
    seal && [t.sealSignature, code(seal.signature)],
  ])}</section>`
}
