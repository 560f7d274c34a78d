import { newlyGiven } from '../domain/membership-rules.ts'
import { refuseToPutIn } from '../domain/template-rules.ts'
import { refuseStale } from '../domain/versions.ts'
import { type Permission, permissionsOf } from '../entities/permission.ts'
import { sameTemplateName } from '../entities/template.ts'
import type { AccountId, TemplateId } from '../ids.ts'
import { type Problem, problem } from '../problem.ts'
import { fail, ok } from '../result.ts'
import { admit, mutation, refuse } from './definition.ts'
import { createTemplateSchema, deleteTemplateSchema, editTemplateSchema } from './membership-arguments.ts'
import type { ReplicaView } from './view.ts'

const unknownTemplate = problem('not_found', { detail: 'The account has no such template.' })

function refuseName(
  view: ReplicaView,
  { accountId, templateId, name }: { accountId: AccountId; templateId: TemplateId; name: string },
): Problem | null {
  const others = view.templates(accountId).filter(({ id }) => id !== templateId)
  if (!others.some((other) => sameTemplateName(other.name, name))) return null
  return problem('name_taken', {
    detail: 'Another template of the account has this name. Choose another one.',
  })
}

export const createTemplate = mutation({
  args: createTemplateSchema,
  permission: 'users.edit',
  call: ({ accountId, ...body }) => ({ route: 'templates.create', params: { accountId }, body }),
  predict(wanted, { view }) {
    const { accountId, templateId: id, name } = wanted
    const entry = admit(view, accountId, 'users.edit')
    if (!entry.ok) return entry
    const permissions = [...permissionsOf('custom', wanted.permissions)]
    const refused = refuseToPutIn(entry.value, permissions) ?? refuseName(view, wanted)
    if (refused) return fail(refused)
    if (view.template(accountId, id)) {
      const message = 'This id belongs to another template. Make a new one'
      return fail(problem('validation', { fields: [{ path: 'templateId', message }] }))
    }
    return ok([{ op: 'put', entity: 'template', row: { id, accountId, name, permissions, version: 1 } }])
  },
})

export const editTemplate = mutation({
  args: editTemplateSchema,
  permission: 'users.edit',
  call: ({ accountId, templateId, ...body }) => ({
    route: 'templates.edit',
    params: { accountId, templateId },
    body,
  }),
  predict(wanted, { view }) {
    const { accountId, templateId, name } = wanted
    const entry = admit(view, accountId, 'users.edit')
    if (!entry.ok) return entry
    const before = view.template(accountId, templateId)
    if (!before) return fail(unknownTemplate)
    const permissions = [...permissionsOf('custom', wanted.permissions)]
    const refused =
      refuseStale(before, wanted.baseVersion) ??
      refuseToPutIn(entry.value, newlyGiven(before.permissions, permissions)) ??
      refuseName(view, wanted)
    if (refused) return fail(refused)
    if (before.name === name && String(before.permissions) === String(permissions)) return ok([])
    const version = before.version + 1
    return ok([{ op: 'put', entity: 'template', row: { ...before, name, permissions, version } }])
  },
  edit: {
    of: ({ templateId, baseVersion, name, permissions }) => ({
      entity: 'template',
      id: templateId,
      baseVersion,
      wants: { name, permissions: [...permissionsOf('custom', permissions)] },
      units: [],
    }),
    onto: (args, { name, permissions }, baseVersion) => ({
      ...args,
      name: name as string,
      permissions: permissions as Permission[],
      baseVersion,
    }),
  },
})

export const deleteTemplate = mutation({
  args: deleteTemplateSchema,
  permission: 'users.edit',
  call: (params) => ({ route: 'templates.delete', params }),
  predict({ accountId, templateId: id }, { view }) {
    const refused = refuse(view, accountId, 'users.edit')
    if (refused) return fail(refused)
    if (!view.template(accountId, id)) return fail(unknownTemplate)
    return ok([{ op: 'delete', entity: 'template', accountId, id }])
  },
})
