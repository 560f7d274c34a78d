import {
  type AccountId,
  type ApplicationId,
  assertNever,
  fail,
  type LoginRefusal,
  type LoginResolution,
  ok,
  type Problem,
  problem,
  type Result,
} from '@gatehouse/contract'
import type { Workspace } from '../session/workspace.ts'

/**
 * The address that opens an application for an account: its login URL with `appId` and `accountId`. Asked of the
 * server each time, as the browser needs the network anyway and access may have ended. Problems: `forbidden`,
 * `not_found`, `not_on_account`, and those of the network.
 */
export async function openApplication(
  { api }: Workspace,
  accountId: AccountId,
  applicationId: ApplicationId,
): Promise<Result<string>> {
  const resolved = await api.call('login.resolve', { query: { appId: applicationId, accountId } })
  if (!resolved.ok) return resolved
  const resolution = resolved.value
  switch (resolution.outcome) {
    case 'open':
      return ok(resolution.url)
    case 'choose':
      throw new Error('an application in one account is no choice')
    case 'error':
      return fail(refusalOf(resolution))
    default:
      return assertNever(resolution)
  }
}

function refusalOf(resolution: Extract<LoginResolution, { outcome: 'error' }>): Problem {
  const reason: LoginRefusal = resolution.because ?? resolution.reason
  const name = resolution.application?.name ?? 'The application'
  switch (reason) {
    case 'account_unknown':
    case 'application_unknown':
    case 'no_application_named':
    case 'default_unreachable':
      return problem('not_found')
    case 'not_on_account':
      return problem('not_on_account')
    case 'account_suspended':
    case 'account_closed': {
      const status = reason === 'account_closed' ? 'closed' : 'suspended'
      return cannot(`The account is ${status}, so nothing can be opened in it.`)
    }
    case 'membership_suspended':
      return cannot('Your access to this account is suspended. Ask an owner or administrator of the account.')
    case 'not_assigned':
      return cannot(
        `You have no access to ${name} in this account. Ask an owner or administrator of the account for it.`,
      )
    case 'permission_lacking':
      return {
        ...cannot(
          'This needs the permission "applications.open". Ask an owner or administrator of the account for it.',
        ),
        required: 'applications.open',
      }
    case 'application_inactive':
      return cannot(`${name} is not integrated yet.`)
    default:
      return assertNever(reason)
  }
}

function cannot(detail: string): Problem {
  return { ...problem('forbidden', { detail }), title: 'The application can not be opened' }
}
