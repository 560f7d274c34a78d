import { formatDay } from '../../mail/compose.ts'
import { roleNames } from '../../mail/templates.ts'
import { type Html, html } from '../html.ts'
import type { InvitationOffer } from '../invitations/invitation-offer.ts'
import { stylesheetPath } from './style.ts'

/** What is wrong with what was typed: by the field's name, or `form` for the whole. */
export type FormErrors = Readonly<Record<string, string>>

export interface PageContext {
  /** What the vendor calls this server. */
  serverName: string
}

export function page(
  context: PageContext,
  options: { title: string; body: Html; hasErrors?: boolean },
): string {
  const title = options.hasErrors ? `Error: ${options.title}` : options.title
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} – ${context.serverName}</title>
<link rel="stylesheet" href="${stylesheetPath}">
</head>
<body>
<header class="brand">${context.serverName}</header>
<main>
<h1>${options.title}</h1>
${options.body}
</main>
</body>
</html>
`.toString()
}

export interface Field {
  name: string
  label: string
  type: 'email' | 'password' | 'text'
  autocomplete: string
  value?: string
  hint?: string
  readonly?: boolean
  autofocus?: boolean
  inputmode?: 'numeric'
  maxlength?: number
}

export function field(options: Field, errors: FormErrors): Html {
  const { name } = options
  const error = errors[name]
  const describedBy = [options.hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ')
  return html`<div class="field${options.inputmode ? ' code' : ''}">
<label for="${name}">${options.label}</label>
${options.hint && html`<p class="hint" id="${name}-hint">${options.hint}</p>`}
<input id="${name}" name="${name}" type="${options.type}" autocomplete="${options.autocomplete}" required
  ${options.value !== undefined && html`value="${options.value}"`}
  ${options.inputmode && html`inputmode="${options.inputmode}"`}
  ${options.maxlength && html`maxlength="${options.maxlength}"`}
  ${options.type === 'email' && html`spellcheck="false" autocapitalize="none"`}
  ${options.readonly && html`readonly`}
  ${options.autofocus && html`autofocus`}
  ${error && html`aria-invalid="true"`}
  ${describedBy && html`aria-describedby="${describedBy}"`}>
${error && html`<p class="field-error" id="${name}-error">${error}</p>`}
</div>
`
}

/** Read out at once by screen readers; each line leads to its field. */
export function errorSummary(errors: FormErrors): Html | null {
  const entries = Object.entries(errors)
  if (entries.length === 0) return null
  const { form, ...fields } = errors
  return html`<div class="summary" role="alert">
${form && html`<p>${form}</p>`}
${
  Object.keys(fields).length > 0 &&
  html`<ul>${Object.entries(fields).map(([name, text]) => html`<li><a href="#${name}">${text}</a></li>`)}</ul>`
}
</div>
`
}

export function hasErrors(errors: FormErrors): boolean {
  return Object.keys(errors).length > 0
}

/** Says on the sign-in pages which invitation they are about. */
export function offerNotice(offer: InvitationOffer | null): Html | null {
  if (!offer) return null
  if (offer.state !== 'pending') {
    return html`<div class="notice"><p>${deadOfferText(offer)} You can still sign in.</p></div>`
  }
  return html`<div class="notice">
<p><bdi>${offer.invitedByName}</bdi> invites you to <strong><bdi>${offer.accountName}</bdi></strong> as ${roleNames[offer.role]}.</p>
<p>The invitation is for <bdi>${offer.email}</bdi>.</p>
</div>
`
}

/** Why an invitation is dead, in a sentence. */
export function deadOfferText(offer: InvitationOffer): string {
  switch (offer.state) {
    case 'pending':
      return ''
    case 'expired':
      return `The invitation to ${offer.accountName} expired on ${formatDay(offer.expiresAt)} (UTC).`
    case 'revoked':
      return `The invitation to ${offer.accountName} was withdrawn.`
    case 'declined':
      return `The invitation to ${offer.accountName} was declined.`
    case 'accepted':
      return `The invitation to ${offer.accountName} has been accepted already.`
    case 'replaced':
      return `This link to ${offer.accountName} was replaced by a newer one.`
  }
}
