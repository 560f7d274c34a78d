import { type ApplicationId, fail, type ImpactChange, impactOf, ok, problem } from '@gatehouse/contract'
import type { Sql } from '../database.ts'
import { applicationOn, grantedUsers } from './access.ts'
import { type Handler, type Opened, openAccount } from './context.ts'

/** Who gains and loses access by a change. Where users can't be seen they can't be counted, so that is refused. */
export const previewImpact: Handler<'applications.impact'> = (
  { sql },
  { accountId, applicationId, change },
) => {
  const opened = openAccount(sql, accountId, 'applications.view', 'users.view')
  if (!opened.ok) return opened
  const impact = impactIn(sql, opened.value, applicationId, change)
  return impact ? ok({ ...impact, activeUsers: liveUsers(opened.value) }) : fail(problem('not_on_account'))
}

/** Of several applications; those that are no longer on the account are left out. */
export const previewImpacts: Handler<'applications.impacts'> = (
  { sql },
  { accountId, applicationIds, change },
) => {
  const opened = openAccount(sql, accountId, 'applications.view', 'users.view')
  if (!opened.ok) return opened
  const impacts = applicationIds.flatMap((applicationId) => {
    const impact = impactIn(sql, opened.value, applicationId, change)
    return impact ? [{ applicationId, ...impact }] : []
  })
  return ok({ activeUsers: liveUsers(opened.value), impacts })
}

/** In a suspended or closed account nobody reaches anything, so nobody gains or loses either. */
function liveUsers({ account, active }: Opened): number {
  return account.status === 'active' ? active : 0
}

function impactIn(sql: Sql, opened: Opened, applicationId: ApplicationId, change: ImpactChange) {
  const application = applicationOn(sql, opened, applicationId)
  if (!application) return null
  const activeMembers = liveUsers(opened)
  return impactOf(change, {
    activeMembers,
    activeMembersWithGrant: activeMembers > 0 ? grantedUsers(sql, opened, application) : 0,
    environmentAuto: application.environmentAuto,
    accountAuto: application.accountAuto === true,
  })
}
