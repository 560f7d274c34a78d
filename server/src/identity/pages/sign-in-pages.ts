import { html } from '../html.ts'
import type { InvitationOffer } from '../invitations/invitation-offer.ts'
import { passwordLength } from '../sign-in/passwords.ts'
import {
  errorSummary,
  type FormErrors,
  field,
  hasErrors,
  offerNotice,
  type PageContext,
  page,
} from './layout.ts'

interface SignInView {
  /** Path of the pages of this sign-in, `/login/…`. */
  base: string
  offer: InvitationOffer | null
  email: string
  /** The address is the invited one and can't be another. */
  isEmailFixed: boolean
  errors: FormErrors
}

export function signInPage(context: PageContext, view: SignInView): string {
  const { errors } = view
  return page(context, {
    title: 'Sign in',
    hasErrors: hasErrors(errors),
    body: html`${errorSummary(errors)}${offerNotice(view.offer)}
<form method="post" action="${view.base}">
${emailField(view)}
${field(
  {
    name: 'password',
    label: 'Password',
    type: 'password',
    autocomplete: 'current-password',
    autofocus: view.email !== '',
  },
  errors,
)}
<button type="submit">Sign in</button>
</form>
<div class="apart stack">
<p><a href="/reset">Forgot your password?</a></p>
<p>No login yet? <a href="${view.base}/sign-up">Create a login</a></p>
</div>
`,
  })
}

export function signUpPage(context: PageContext, view: SignInView & { name: string }): string {
  const { errors } = view
  return page(context, {
    title: 'Create a login',
    hasErrors: hasErrors(errors),
    body: html`${errorSummary(errors)}${offerNotice(view.offer)}
<form method="post" action="${view.base}/sign-up">
${nameField(view.name, errors, true)}
${emailField(view, false)}
${newPasswordField(errors)}
<button type="submit">Create login</button>
</form>
<p class="apart">You have a login already? <a href="${view.base}?sign-in">Sign in</a></p>
`,
  })
}

interface VerifyView {
  action: string
  /** Where the form for another code leads; no such form without it. */
  resend?: string
  back: string
  email: string
  errors: FormErrors
  /** Said politely, such as "A new code is on its way." */
  status?: string
}

export function verifyPage(context: PageContext, view: VerifyView): string {
  const { errors } = view
  return page(context, {
    title: 'Confirm your e-mail address',
    hasErrors: hasErrors(errors),
    body: html`${errorSummary(errors)}${view.status && html`<div class="notice" role="status"><p>${view.status}</p></div>`}
<p>We sent a mail with a code to <strong><bdi>${view.email}</bdi></strong>.</p>
<form method="post" action="${view.action}">
${field(
  {
    name: 'code',
    label: 'Code',
    type: 'text',
    autocomplete: 'one-time-code',
    inputmode: 'numeric',
    maxlength: 12,
    hint: 'Six digits, good for 15 minutes',
    autofocus: true,
  },
  errors,
)}
<button type="submit">Confirm</button>
</form>
<div class="apart stack">
${view.resend && html`<form method="post" action="${view.resend}"><button class="quiet" type="submit">Send another code</button></form>`}
<p><a href="${view.back}">Use another address</a></p>
</div>
`,
  })
}

interface ChooseView {
  base: string
  offer: InvitationOffer | null
  name: string
  email: string
  /** The invitation is for another address than the signed-in one. */
  isMismatch: boolean
}

export function chooseLoginPage(context: PageContext, view: ChooseView): string {
  const another = html`<a class="button ${!view.isMismatch && 'quiet'}" href="${view.base}?another">Use another login</a>`
  const same = html`<form method="post" action="${view.base}/continue">
<button class="${view.isMismatch && 'quiet'}" type="submit">Continue as <bdi>${view.name}</bdi></button>
</form>`
  return page(context, {
    title: 'Which login?',
    body: html`${offerNotice(view.offer)}
<p>This browser is signed in as <strong><bdi>${view.name}</bdi></strong> (<bdi>${view.email}</bdi>).${
      view.isMismatch && ' The invitation is for another address.'
    }</p>
<div class="stack">
${view.isMismatch ? [another, same] : [same, another]}
</div>
`,
  })
}

export function messagePage(
  context: PageContext,
  view: { title: string; text: string; action?: { href: string; label: string } | undefined },
): string {
  return page(context, {
    title: view.title,
    body: html`<p>${view.text}</p>
${view.action && html`<p><a class="button" href="${view.action.href}">${view.action.label}</a></p>`}
`,
  })
}

function emailField(view: SignInView, mayFocus = true) {
  return field(
    {
      name: 'email',
      label: 'E-mail address',
      type: 'email',
      autocomplete: 'username',
      value: view.email,
      readonly: view.isEmailFixed,
      maxlength: 254,
      autofocus: mayFocus && view.email === '',
    },
    view.errors,
  )
}

export function nameField(value: string, errors: FormErrors, autofocus = false) {
  return field(
    {
      name: 'name',
      label: 'Your name',
      type: 'text',
      autocomplete: 'name',
      value,
      maxlength: 100,
      autofocus,
    },
    errors,
  )
}

export function newPasswordField(errors: FormErrors, label = 'Password') {
  return field(
    {
      name: 'password',
      label,
      type: 'password',
      autocomplete: 'new-password',
      hint: `At least ${passwordLength.min} characters. A few words in a row are easy to remember.`,
    },
    errors,
  )
}
