import { html } from '../html.ts'
import { errorSummary, type FormErrors, field, hasErrors, type PageContext, page } from './layout.ts'
import { newPasswordField } from './sign-in-pages.ts'

export function askForResetPage(context: PageContext, view: { email: string; errors: FormErrors }): string {
  const { errors } = view
  return page(context, {
    title: 'Forgot your password?',
    hasErrors: hasErrors(errors),
    body: html`${errorSummary(errors)}
<p>We mail you a link to choose a new one. Your password stays as it is until then.</p>
<form method="post" action="/reset">
${field(
  {
    name: 'email',
    label: 'E-mail address',
    type: 'email',
    autocomplete: 'username',
    value: view.email,
    maxlength: 254,
    autofocus: true,
  },
  errors,
)}
<button type="submit">Mail me a link</button>
</form>
`,
  })
}

export function newPasswordPage(context: PageContext, view: { action: string; errors: FormErrors }): string {
  const { errors } = view
  return page(context, {
    title: 'Choose a new password',
    hasErrors: hasErrors(errors),
    body: html`${errorSummary(errors)}
<p>This signs out every device. Two-factor stays as it is.</p>
<form method="post" action="${view.action}">
${newPasswordField(errors)}
<button type="submit">Set the new password</button>
</form>
`,
  })
}
