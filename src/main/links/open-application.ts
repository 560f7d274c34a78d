import {
  type AccountId,
  type ApplicationId,
  fail,
  ok,
  type Problem,
  problem,
  type Result,
  refuseRead,
} from '@gatehouse/contract'
import type { Workspace } from '../session/workspace.ts'

/**
 * The address that opens an application for an account: its login URL with `appId` and `account`. Asked of the server
 * each time, as the browser needs the network anyway and access may have ended. Problems: `forbidden`, `not_found`,
 * `not_on_account`.
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
    return cannot(`The account is ${account.status}, so nothing can be opened in it.`)
  }
  const listed = await api.call('applications.list', { params: { accountId } })
  if (!listed.ok) return listed
  const found = listed.value.items.find(({ application }) => application.id === applicationId)
  if (!found) return fail(problem('not_on_account'))
  const { application } = found
  if (application.status !== 'active') {
    return cannot(`${application.name} is not integrated yet.`)
  }
  if (access.membershipId !== null) {
    const mine = await api.call('memberships.access', {
      params: { accountId, membershipId: access.membershipId },
    })
    // Who may not look at users can't ask for their own line either: then the application itself decides.
    if (!mine.ok && mine.error.code !== 'forbidden') return mine
    const sources = mine.ok
      ? (mine.value.items.find((item) => item.applicationId === applicationId)?.sources ?? [])
      : null
    if (sources?.length === 0) {
      return cannot(
        `You have no access to ${application.name} in this account. Ask an owner or administrator of the account for it.`,
      )
    }
  }
  const url = new URL(application.loginUrl)
  url.searchParams.set('appId', application.id)
  url.searchParams.set('account', accountId)
  return ok(url.href)
}

function cannot(detail: string): { ok: false; error: Problem } {
  return fail({ ...problem('forbidden', { detail }), title: 'The application can not be opened' })
}
