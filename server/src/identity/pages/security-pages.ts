import type { Security } from '@gatehouse/contract'
import { type Html, html } from '../html.ts'
import type { SignIn } from '../sessions/sessions.ts'
import type { Login } from '../users.ts'
import { errorSummary, type FormErrors, field, hasErrors, type PageContext, page } from './layout.ts'
import { newPasswordField } from './sign-in-pages.ts'

export function securitySignInPage(
  context: PageContext,
  view: { email: string; errors: FormErrors },
): string {
  const { email, errors } = view
  return page(context, {
    title: 'Security of your login',
    hasErrors: hasErrors(errors),
    body: html`${errorSummary(errors)}
<p>Sign in once more to see and change how your login is secured. It stays open for fifteen minutes.</p>
<form method="post" action="/security/sign-in">
${field(
  {
    name: 'email',
    label: 'E-mail address',
    type: 'email',
    autocomplete: 'username',
    value: email,
    maxlength: 254,
    autofocus: email === '',
  },
  errors,
)}
${presentPasswordField(errors, { autofocus: email !== '' })}
<button type="submit">Go on</button>
</form>
<p class="apart"><a href="/reset">Forgot your password?</a></p>
`,
  })
}

interface OverviewView {
  login: Login
  security: Omit<Security, 'url'>
  sessions: SignIn[]
  /** Said politely: what was done. */
  status: string | undefined
}

export function securityPage(context: PageContext, view: OverviewView): string {
  const { login, security, sessions, status } = view
  return page(context, {
    title: 'Security of your login',
    body: html`${status && html`<div class="notice" role="status"><p>${status}</p></div>`}
<p>Signed in here as <strong><bdi>${login.name}</bdi></strong>.</p>
<section aria-labelledby="address"><h2 id="address">E-mail address</h2>
<p><bdi>${login.email}</bdi>${!login.isVerified && ' (not confirmed)'}</p>
<p><a href="/security/email">Change the address</a></p></section>
<section class="apart" aria-labelledby="password"><h2 id="password">Password</h2>
<p>${security.passwordChangedAt ? `Changed on ${formatMoment(new Date(security.passwordChangedAt))}.` : 'Never changed.'}</p>
<p><a href="/security/password">Change the password</a></p></section>
<section class="apart" aria-labelledby="two-factor"><h2 id="two-factor">Two-factor</h2>
${twoFactorPart(security)}</section>
<section class="apart" aria-labelledby="devices"><h2 id="devices">Devices</h2>
${sessions.length === 0 ? html`<p>You are signed in on no device.</p>` : devicesPart(sessions)}</section>
<form class="apart" method="post" action="/security/sign-out"><button class="quiet" type="submit">Close this page</button></form>
`,
  })
}

function twoFactorPart({ twoFactor, recoveryCodesLeft }: OverviewView['security']): Html {
  if (!twoFactor) {
    return html`<p>Off. A code of an authenticator app keeps others out even when they know your password.</p>
<p><a class="button" href="/security/two-factor">Turn on two-factor</a></p>`
  }
  return html`<p>On. You have ${recoveryCodesLeft} recovery ${recoveryCodesLeft === 1 ? 'code' : 'codes'} left.</p>
<p><a href="/security/recovery-codes">Make new recovery codes</a></p>
<p><a href="/security/two-factor/off">Turn off two-factor</a></p>`
}

function devicesPart(sessions: SignIn[]): Html {
  return html`<ul class="plain">${sessions.map((session) => {
    const name = session.device ?? session.agent ?? 'A device without a name'
    const seen = session.lastSeenAt
      ? `, last seen about ${formatMoment(session.lastSeenAt)}`
      : ', not seen since'
    return html`<li><p><strong><bdi>${name}</bdi></strong>${session.device && session.agent && html` (signed in with ${session.agent})`}<br>
<span class="muted">Signed in on ${formatMoment(session.startedAt)}${seen}</span></p>
<form method="post" action="/security/sessions/end"><input type="hidden" name="session" value="${session.id}">
<button class="quiet" type="submit">Sign out <bdi>${name}</bdi></button></form></li>
`
  })}</ul>
<form method="post" action="/security/sessions/end-all"><button class="quiet" type="submit">Sign out every device</button></form>`
}

export function passwordPage(context: PageContext, view: { errors: FormErrors }): string {
  const { errors } = view
  return page(context, {
    title: 'Change the password',
    hasErrors: hasErrors(errors),
    body: html`${errorSummary(errors)}
<form method="post" action="/security/password">
${presentPasswordField(errors, { name: 'current', label: 'Present password', autofocus: true })}
${newPasswordField(errors, 'New password')}
<p class="choice"><input id="everywhere" name="everywhere" type="checkbox" value="yes" checked>
<label for="everywhere">Sign out every device</label></p>
<button type="submit">Change the password</button>
</form>
${backToSecurity}`,
  })
}

export function addressPage(
  context: PageContext,
  view: { present: string; email: string; errors: FormErrors },
): string {
  const { errors } = view
  return page(context, {
    title: 'Change the address',
    hasErrors: hasErrors(errors),
    body: html`${errorSummary(errors)}
<p>Your address is <bdi>${view.present}</bdi>. It stays so until you have confirmed the new one by a code.</p>
<form method="post" action="/security/email">
${field(
  {
    name: 'email',
    label: 'New e-mail address',
    type: 'email',
    autocomplete: 'email',
    value: view.email,
    maxlength: 254,
    autofocus: true,
  },
  errors,
)}
${presentPasswordField(errors)}
<button type="submit">Mail a code there</button>
</form>
${backToSecurity}`,
  })
}

export const backToSecurity = html`<p class="apart"><a href="/security">Back to the security of your login</a></p>
`

export function presentPasswordField(
  errors: FormErrors,
  options: { name?: string; label?: string; autofocus?: boolean } = {},
): Html {
  return field(
    {
      name: options.name ?? 'password',
      label: options.label ?? 'Password',
      type: 'password',
      autocomplete: 'current-password',
      autofocus: options.autofocus ?? false,
    },
    errors,
  )
}

function formatMoment(at: Date): string {
  const text = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })
  return `${text.format(at)} (UTC)`
}
