import { fail, ok, routes } from '@gatehouse/contract'
import { assignApplications, unassignApplication } from '../../services/applications.ts'
import { doMany, lookAtMany } from '../../services/bulk.ts'
import { bulkImpact, totalsOf } from '../../services/bulk-impact.ts'
import { addGrant, removeGrant } from '../../services/grants.ts'
import { invite } from '../../services/invitations.ts'
import type { HandlersOf } from '../handler.ts'
import { validationProblem } from '../problems.ts'

export const bulkHandlers: HandlersOf<'bulk'> = {
  'bulk.assign': async ({ write, body }) => {
    const { 'applications.assign': single } = routes
    const work = doMany(write, single, body.items, (entry, item) => assignApplications(write, entry, item))
    return ok({ items: await work })
  },
  'bulk.unassign': async ({ write, body }) => {
    const { 'applications.unassign': single } = routes
    const work = doMany(write, single, body.items, (entry, { applicationId }) =>
      unassignApplication(write, entry, applicationId),
    )
    return ok({ items: await work })
  },
  'bulk.grant': async ({ write, body }) => {
    const { 'grants.add': single } = routes
    const work = doMany(write, single, body.items, (entry, item) => addGrant(write, entry, item))
    return ok({ items: await work })
  },
  'bulk.revoke': async ({ write, body }) => {
    const { 'grants.remove': single } = routes
    const work = doMany(write, single, body.items, (entry, item) => removeGrant(write, entry, item))
    return ok({ items: await work })
  },
  'bulk.invite': async ({ write, body }) => {
    const { 'invitations.create': single } = routes
    const work = doMany(write, single, body.items, async (entry, item) => {
      const address = single.body.pick({ email: true }).safeParse(item)
      if (!address.success) return fail(validationProblem(address.error, 'body'))
      return invite(write, entry, { ...item, ...address.data })
    })
    return ok({ items: await work })
  },
  'bulk.impact': async ({ db, body, now, principal }) => {
    const { 'applications.impact': single } = routes
    const items = await lookAtMany({ db, now, principal }, single, body.items, (entry, { applicationId }) =>
      bulkImpact(db, entry, applicationId, body.change, now),
    )
    return ok({ items, totals: totalsOf(items) })
  },
}
