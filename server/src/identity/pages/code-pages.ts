import { html } from '../html.ts'
import {
  errorSummary,
  type Field,
  type FormErrors,
  field,
  hasErrors,
  type PageContext,
  page,
} from './layout.ts'

export const secondCodeField: Field = {
  name: 'code',
  label: 'Code',
  type: 'text',
  autocomplete: 'one-time-code',
  maxlength: 40,
  hint: 'Six digits from your authenticator app, or one of your recovery codes',
}

/** Asked after the right password, where two-factor is on. */
export function secondStepPage(
  context: PageContext,
  view: { action: string; back: string; errors: FormErrors },
): string {
  const { errors } = view
  return page(context, {
    title: 'Enter your code',
    hasErrors: hasErrors(errors),
    body: html`${errorSummary(errors)}
<p>The password is right. This login asks for a code as well.</p>
<form method="post" action="${view.action}">
${field({ ...secondCodeField, autofocus: true }, errors)}
<button type="submit">Go on</button>
</form>
<div class="apart">
<p class="muted">You have neither the app nor a recovery code? Ask whoever runs this server.</p>
<p><a href="${view.back}">Use another login</a></p>
</div>
`,
  })
}
