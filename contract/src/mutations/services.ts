import { changedFields, refuseStale } from '../domain/versions.ts'
import type { Service } from '../entities/service.ts'
import { problem } from '../problem.ts'
import { fail, ok } from '../result.ts'
import { addServiceSchema, editServiceSchema, removeServiceSchema } from './account-arguments.ts'
import { mutation, refuse } from './definition.ts'
import { spelled } from './memberships.ts'

const unknownService = problem('not_found', { detail: 'The account has no such product or service.' })

type Fields = Pick<Service, 'productName' | 'label' | 'status' | 'renewsAt' | 'permission'>

function fieldsOf({ productName, label, status, renewsAt, permission }: Fields): Fields {
  return { productName, label, status, renewsAt: spelled(renewsAt), permission }
}

export const addService = mutation({
  args: addServiceSchema,
  permission: 'services.manage',
  call: ({ accountId, ...body }) => ({ route: 'services.add', params: { accountId }, body }),
  predict(wanted, { view }) {
    const { accountId, serviceId: id } = wanted
    const refused = refuse(view, accountId, 'services.manage')
    if (refused) return fail(refused)
    if (view.service(accountId, id)) {
      const message = 'This id belongs to another service. Make a new one'
      return fail(problem('validation', { fields: [{ path: 'serviceId', message }] }))
    }
    return ok([{ op: 'put', entity: 'service', row: { id, accountId, ...fieldsOf(wanted), version: 1 } }])
  },
})

export const editService = mutation({
  args: editServiceSchema,
  permission: 'services.manage',
  call: ({ accountId, serviceId, ...body }) => ({
    route: 'services.edit',
    params: { accountId, serviceId },
    body,
  }),
  predict(wanted, { view }) {
    const { accountId, serviceId, baseVersion } = wanted
    const refused = refuse(view, accountId, 'services.manage')
    if (refused) return fail(refused)
    const before = view.service(accountId, serviceId)
    if (!before) return fail(unknownService)
    const stale = refuseStale(before, baseVersion)
    if (stale) return fail(stale)
    const fields = fieldsOf(wanted)
    if (!changedFields(fieldsOf(before), fields)) return ok([])
    return ok([{ op: 'put', entity: 'service', row: { ...before, ...fields, version: before.version + 1 } }])
  },
  edit: {
    of: ({ serviceId, baseVersion, ...args }) => ({
      entity: 'service',
      id: serviceId,
      baseVersion,
      wants: { ...fieldsOf(args) },
      units: [],
    }),
    onto: (args, fields, baseVersion) => ({
      ...args,
      ...fieldsOf(fields as unknown as Fields),
      baseVersion,
    }),
  },
})

export const removeService = mutation({
  args: removeServiceSchema,
  permission: 'services.manage',
  call: (params) => ({ route: 'services.remove', params }),
  predict({ accountId, serviceId: id }, { view }) {
    const refused = refuse(view, accountId, 'services.manage')
    if (refused) return fail(refused)
    if (!view.service(accountId, id)) return fail(unknownService)
    return ok([{ op: 'delete', entity: 'service', accountId, id }])
  },
})
