import {
  type AccountId,
  type ApplicationId,
  fail,
  ok,
  problem,
  type Result,
  refuseRead,
} from '@gatehouse/contract'
import type { Workspace } from '../session/workspace.ts'

/**
 * The address that opens an application for an account: its login URL with `appId` and `account`. Asked of the server
 * each time, as the browser needs the network anyway and access may have ended. Problems: `forbidden`, `not_found`,
 * `not_on_account`, `account_read_only`.
 */
export async function openApplication(
  { api }: Workspace,
  accountId: AccountId,
  applicationId: ApplicationId,
): Promise<Result<string>> {
  const entry = await api.call('accounts.get', { params: { accountId } })
  if (!entry.ok) return entry
  const { account, access } = entry.value
  const refused = refuseRead(access, 'applications.open')
  if (refused) return fail(refused)
  if (account.status !== 'active') {
    return fail(
      problem('account_read_only', { detail: `The account is ${account.status}: nothing can be opened.` }),
    )
  }
  const listed = await api.call('applications.list', { params: { accountId } })
  if (!listed.ok) return listed
  const found = listed.value.items.find(({ application }) => application.id === applicationId)
  if (!found) return fail(problem('not_on_account'))
  const { application } = found
  if (application.status !== 'active') {
    return fail(
      problem('forbidden', { detail: `${application.name} is not integrated yet, so it can not be opened.` }),
    )
  }
  if (access.membershipId !== null) {
    const mine = await api.call('memberships.access', {
      params: { accountId, membershipId: access.membershipId },
    })
    // Who may not look at users can't ask for their own line either: then the application itself decides.
    const known = mine.ok ? mine.value.items.find((item) => item.applicationId === applicationId) : undefined
    if (mine.ok && (known?.sources.length ?? 0) === 0) {
      return fail(
        problem('forbidden', {
          detail: `You have no access to ${application.name} in this account. Ask an owner or administrator of the account for it.`,
        }),
      )
    }
  }
  const url = new URL(application.loginUrl)
  url.searchParams.set('appId', application.id)
  url.searchParams.set('account', accountId)
  return ok(url.href)
}
