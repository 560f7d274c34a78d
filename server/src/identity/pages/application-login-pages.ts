import { assertNever, type LoginOption, type LoginResolution, type Unreachable } from '@gatehouse/contract'
import { type Html, html } from '../html.ts'
import { type PageContext, page } from './layout.ts'

export function chooseAccountPage(
  context: PageContext,
  view: { options: LoginOption[]; total: number; email: string; another: string },
): string {
  const { options, total } = view
  const names = new Set(options.map(({ application }) => application.name))
  const [only] = names.size === 1 ? names : []
  return page(context, {
    title: only === undefined ? 'Which account?' : `${only}: which account?`,
    body: html`<p>You can open it in several accounts.</p>
<ul class="plain">${options.map(
      ({ account, application, url }) =>
        html`<li><a class="button quiet" href="${url}"><bdi>${account.name}</bdi>${only === undefined && html` – <bdi>${application.name}</bdi>`}</a></li>
`,
    )}</ul>
${total > options.length && html`<p class="muted">These are the first ${options.length} of ${total}. Open the others from Gatehouse.</p>`}
${anotherLogin(view)}`,
  })
}

type Refused = Extract<LoginResolution, { outcome: 'error' }>

export function loginRefusedPage(
  context: PageContext,
  view: { refused: Refused; owner: string | null; email: string; another: string },
): string {
  const { refused } = view
  return page(context, {
    title: refused.application ? `${refused.application.name} can not be opened` : 'Nothing can be opened',
    body: html`${reasonOf(refused)}
<p>${whomToAsk(context, view)}</p>
${anotherLogin(view)}`,
  })
}

function reasonOf({ reason, because, application, account }: Refused): Html {
  const name = application ? html`<bdi>${application.name}</bdi>` : 'The application'
  const where = account ? html`<strong><bdi>${account.name}</bdi></strong>` : 'your accounts'
  switch (reason) {
    case 'no_application_named':
      return html`<p>No application was named, and there is none that is opened by default. The address that led here lacks an application id.</p>`
    case 'default_unreachable':
      return html`<p>No application was named, and the one that is opened by default can not be opened.</p>
${because && html`<p>${whyText(because, name, where)}</p>`}`
    default:
      return html`<p>${whyText(reason, name, where)}</p>`
  }
}

function whyText(why: Unreachable, name: Html | string, where: Html | string): Html {
  switch (why) {
    case 'application_unknown':
      return html`There is no such application, or none of your accounts has it.`
    case 'account_unknown':
      return html`There is no such account, or you have no access to it.`
    case 'not_on_account':
      return html`${name} is not assigned to ${where}.`
    case 'account_suspended':
      return html`${where} is suspended: nothing can be opened in it.`
    case 'account_closed':
      return html`${where} is closed: nothing can be opened in it.`
    case 'membership_suspended':
      return html`Your access to ${where} is suspended.`
    case 'not_assigned':
      return html`${name} is not assigned to you in ${where}.`
    case 'permission_lacking':
      return html`You may not open applications in ${where}.`
    case 'application_inactive':
      return html`${name} is not integrated yet, so it can't be opened.`
    default:
      return assertNever(why)
  }
}

function whomToAsk(
  context: PageContext,
  { refused, owner }: { refused: Refused; owner: string | null },
): Html {
  const why = refused.because ?? refused.reason
  switch (why) {
    case 'no_application_named':
    case 'default_unreachable':
    case 'application_inactive':
      return html`Ask whoever runs the application, or ${context.serverName}.`
    case 'account_suspended':
    case 'account_closed':
      return html`Ask ${context.serverName}, or ${ownerText(owner)}.`
    case 'application_unknown':
    case 'account_unknown':
      return html`Check the address that led here, or ask whoever gave it to you.`
    default:
      return html`Ask ${ownerText(owner)}.`
  }
}

function ownerText(owner: string | null): Html {
  return owner === null
    ? html`the owner of the account`
    : html`<strong><bdi>${owner}</bdi></strong>, the owner of the account`
}

function anotherLogin({ email, another }: { email: string; another: string }): Html {
  return html`<div class="apart"><p>You are signed in with <bdi>${email}</bdi>.</p>
<p><a href="${another}">Use another login</a></p></div>
`
}
