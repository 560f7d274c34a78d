import { renderSVG } from 'uqr'
import { Html, html } from '../html.ts'
import { secondCodeField } from './code-pages.ts'
import { errorSummary, type FormErrors, field, hasErrors, type PageContext, page } from './layout.ts'
import { backToSecurity, presentPasswordField } from './security-pages.ts'

export function setUpTwoFactorPage(
  context: PageContext,
  view: { secret: string; uri: string; errors: FormErrors },
): string {
  const { errors } = view
  return page(context, {
    title: 'Turn on two-factor',
    hasErrors: hasErrors(errors),
    body: html`${errorSummary(errors)}
<p>Scan this with an authenticator app, then enter the six digits that it shows.</p>
<div class="qr" role="img" aria-label="Code to scan with an authenticator app. The same as text stands below.">${qrCode(view.uri)}</div>
<p>You can't scan it? Enter this key in the app: <strong class="key">${(view.secret.match(/.{1,4}/g) ?? []).join(' ')}</strong></p>
<form method="post" action="/security/two-factor">
${field(
  {
    name: 'code',
    label: 'Code',
    type: 'text',
    autocomplete: 'one-time-code',
    inputmode: 'numeric',
    maxlength: 12,
    hint: 'Six digits from your authenticator app',
    autofocus: hasErrors(errors),
  },
  errors,
)}
<button type="submit">Turn on</button>
</form>
${backToSecurity}`,
  })
}

// Made of digits and path commands alone: what is in the code doesn't stand in the markup as text.
function qrCode(uri: string): Html {
  return new Html(renderSVG(uri, { ecc: 'M', border: 4, pixelSize: 4 }))
}

export function recoveryCodesPage(context: PageContext, view: { codes: string[]; isFirst: boolean }): string {
  return page(context, {
    title: view.isFirst ? 'Two-factor is on' : 'Your new recovery codes',
    body: html`<p>Keep these recovery codes where you find them without your device: printed, or in a password manager. <strong>They are shown this once.</strong></p>
<ul class="codes">${view.codes.map((code) => html`<li>${code}</li>`)}</ul>
<p>Each one works once, in place of a code of the app.${!view.isFirst && ' The earlier ones no longer work.'}</p>
<p><a class="button" href="/security">I have kept them</a></p>
`,
  })
}

export function newCodesPage(context: PageContext, view: { errors: FormErrors }): string {
  const { errors } = view
  return page(context, {
    title: 'Make new recovery codes',
    hasErrors: hasErrors(errors),
    body: html`${errorSummary(errors)}
<p>You get ten new ones. Those that you have now no longer work then.</p>
<form method="post" action="/security/recovery-codes">
${field({ ...secondCodeField, autofocus: true }, errors)}
<button type="submit">Make new codes</button>
</form>
${backToSecurity}`,
  })
}

export function turnOffTwoFactorPage(context: PageContext, view: { errors: FormErrors }): string {
  const { errors } = view
  return page(context, {
    title: 'Turn off two-factor?',
    hasErrors: hasErrors(errors),
    body: html`${errorSummary(errors)}
<p>From then on your password alone is enough to sign in. Your recovery codes no longer work.</p>
<form method="post" action="/security/two-factor/off">
${presentPasswordField(errors, { autofocus: true })}
${field(secondCodeField, errors)}
<button type="submit">Turn off</button>
</form>
${backToSecurity}`,
  })
}
