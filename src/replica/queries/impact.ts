import { fail, impactOf, ok, problem } from '@gatehouse/contract'
import { applicationOn, grantedUsers } from './access.ts'
import { type Handler, openAccount } from './context.ts'

/** Who gains and loses access by a change. Where users can't be seen they can't be counted, so that is refused. */
export const previewImpact: Handler<'applications.impact'> = (
  { sql },
  { accountId, applicationId, change },
) => {
  const opened = openAccount(sql, accountId, 'applications.view', 'users.view')
  if (!opened.ok) return opened
  const { account } = opened.value
  const application = applicationOn(sql, opened.value, applicationId)
  if (!application) return fail(problem('not_on_account'))
  // In a suspended or closed account nobody reaches anything, so nobody gains or loses either.
  const live = account.status === 'active'
  const activeMembers = live ? opened.value.active : 0
  const impact = impactOf(change, {
    activeMembers,
    activeMembersWithGrant: live ? grantedUsers(sql, opened.value, application) : 0,
    environmentAuto: application.environmentAuto,
    accountAuto: application.accountAuto === true,
  })
  return ok({ ...impact, activeUsers: activeMembers })
}
