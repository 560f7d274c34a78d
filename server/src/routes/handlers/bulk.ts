import { fail, ok, routes } from '@gatehouse/contract'
import { assignApplications, unassignApplication } from '../../services/applications/applications.ts'
import { addGrant, removeGrant } from '../../services/applications/grants.ts'
import { doMany, lookAtMany } from '../../services/bulk/bulk.ts'
import { bulkImpact, totalsOf } from '../../services/bulk/bulk-impact.ts'
import { invite } from '../../services/invitations/invitations.ts'
import type { HandlersOf } from '../handler.ts'
import { validationProblem } from '../problems.ts'

export const bulkHandlers: HandlersOf<'bulk'> = {
  'bulk.assign': async ({ write, body }) => {
    const single = routes['applications.assign']
    return ok({ items: await doMany(write, single, body.items, assignApplications) })
  },
  'bulk.unassign': async ({ write, body }) => {
    const single = routes['applications.unassign']
    const items = await doMany(write, single, body.items, (inTurn, entry, { applicationId }) =>
      unassignApplication(inTurn, entry, applicationId),
    )
    return ok({ items })
  },
  'bulk.grant': async ({ write, body }) => {
    const single = routes['grants.add']
    return ok({ items: await doMany(write, single, body.items, addGrant) })
  },
  'bulk.revoke': async ({ write, body }) => {
    const single = routes['grants.remove']
    return ok({ items: await doMany(write, single, body.items, removeGrant) })
  },
  'bulk.invite': async ({ write, body }) => {
    const single = routes['invitations.create']
    const items = await doMany(write, single, body.items, async (inTurn, entry, item) => {
      const address = single.body.pick({ email: true }).safeParse(item)
      if (!address.success) return fail(validationProblem(address.error, 'body'))
      return invite(inTurn, entry, { ...item, ...address.data })
    })
    return ok({ items })
  },
  'bulk.impact': async ({ db, body, now, principal }) => {
    const single = routes['applications.impact']
    const items = await lookAtMany({ db, now, principal }, single, body.items, (entry, { applicationId }) =>
      bulkImpact(db, entry, applicationId, body.change, now),
    )
    return ok({ items, totals: totalsOf(items) })
  },
}
