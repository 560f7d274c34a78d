import { formatDay } from '../../mail/compose.ts'
import { roleNames } from '../../mail/templates.ts'
import { type Html, html } from '../html.ts'
import type { InvitationOffer } from '../invitations/invitation-offer.ts'
import {
  deadOfferText,
  errorSummary,
  type FormErrors,
  field,
  hasErrors,
  type PageContext,
  page,
} from './layout.ts'
import { nameField, newPasswordField } from './sign-in-pages.ts'

interface InvitationView {
  /** Path of this page. */
  path: string
  /** Leads into the desktop program. */
  deepLink: string
  offer: InvitationOffer
  /** The form shown: for somebody who has a login, or for somebody who hasn't. */
  way: 'sign-in' | 'sign-up'
  /** The visitor says which of them they are; else the server knows. */
  mayChoose: boolean
  name: string
  email: string
  errors: FormErrors
}

export function invitationPage(context: PageContext, view: InvitationView): string {
  const { offer, errors } = view
  return page(context, {
    title: `Invitation to ${offer.accountName}`,
    hasErrors: hasErrors(errors),
    body: html`${errorSummary(errors)}
<p><bdi>${offer.invitedByName}</bdi> invites you to work in <strong><bdi>${offer.accountName}</bdi></strong>.</p>
${offer.message && html`<blockquote>${offer.message}</blockquote>`}
<dl>
<dt>Role</dt><dd>${roleNames[offer.role]}</dd>
<dt>Applications</dt><dd>${offer.applicationNames.length > 0 ? offer.applicationNames.join(', ') : 'Those that every user of the account has'}</dd>
<dt>Invited address</dt><dd><bdi>${offer.email}</bdi></dd>
<dt>Valid until</dt><dd>${formatDay(offer.expiresAt)} (UTC)</dd>
</dl>
<a class="button" href="${view.deepLink}">Open in Gatehouse</a>
<section class="apart" aria-labelledby="here">
<h2 id="here">No Gatehouse on this computer? Accept here</h2>
${acceptForm(view)}
</section>
${
  offer.kind === 'mail' &&
  html`<form class="apart" method="post" action="${view.path}/decline">
<button class="quiet" type="submit">Decline the invitation</button>
</form>`
}
`,
  })
}

function acceptForm(view: InvitationView): Html {
  const { errors, offer } = view
  const email = field(
    {
      name: 'email',
      label: 'E-mail address',
      type: 'email',
      autocomplete: 'username',
      value: view.email,
      readonly: !offer.anyAddress,
      maxlength: 254,
    },
    errors,
  )
  if (view.way === 'sign-in') {
    return html`<p class="muted">Sign in with your login for ${offer.anyAddress ? 'your address' : 'this address'}.</p>
<form method="post" action="${view.path}">
${email}
${field({ name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password' }, errors)}
<button type="submit">Sign in and accept</button>
</form>
${view.mayChoose && html`<p>No login yet? <a href="${view.path}">Create a login</a></p>`}
`
  }
  return html`<p class="muted">${view.mayChoose ? 'New here?' : 'You have no login yet.'} Choose a password and you are in.</p>
<form method="post" action="${view.path}">
${nameField(view.name, errors)}
${email}
${newPasswordField(errors)}
<button type="submit">Create login and accept</button>
</form>
${view.mayChoose && html`<p>You have a login already? <a href="${view.path}?sign-in">Sign in</a></p>`}
`
}

/** An invitation that can't be accepted any more, or has been. */
export function closedInvitationPage(
  context: PageContext,
  view: { offer: InvitationOffer; deepLink: string; path: string },
): string {
  const { offer } = view
  if (offer.state === 'accepted') {
    return page(context, {
      title: `You are in ${offer.accountName}`,
      body: html`<p>The invitation has been accepted. Open Gatehouse and sign in with the login that accepted it to work in <strong><bdi>${offer.accountName}</bdi></strong>.</p>
<p><a class="button" href="${view.deepLink}">Open in Gatehouse</a></p>
`,
    })
  }
  return page(context, {
    title: 'This invitation is no longer open',
    body: html`<p>${deadOfferText(offer)}</p>
${offer.state === 'replaced' && html`<p>Use the link in the newest mail. You can't find it?</p>`}
<form method="post" action="${view.path}/request">
<p>Do you still need it? <strong><bdi>${offer.accountName}</bdi></strong> (invited by <bdi>${offer.invitedByName}</bdi>) can send you another one.</p>
<button type="submit">Ask for a new invitation</button>
</form>
`,
  })
}

export function unknownInvitationPage(context: PageContext): string {
  return page(context, {
    title: 'There is no such invitation',
    body: html`<p>The link is incomplete or was never given out by this server. Copy the whole link out of the mail, or ask whoever invited you for a new one.</p>
`,
  })
}
