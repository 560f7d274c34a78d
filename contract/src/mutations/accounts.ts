import { refuseToAdminister } from '../domain/permission-check.ts'
import { changedFields, refuseStale } from '../domain/versions.ts'
import type { Account } from '../entities/account.ts'
import { fail, ok } from '../result.ts'
import { editAccountSchema } from './account-arguments.ts'
import { admit, mutation } from './definition.ts'

type Fields = Partial<Pick<Account, 'name' | 'reference' | 'plan'>>

/** Whether a reference is taken only the server knows: the accounts of others aren't here. */
export const editAccount = mutation({
  args: editAccountSchema,
  permission: 'account.edit',
  call: ({ accountId, ...body }) => ({ route: 'accounts.edit', params: { accountId }, body }),
  predict({ accountId, baseVersion, ...wanted }, { view }) {
    const entry = admit(view, accountId, 'account.edit')
    if (!entry.ok) return entry
    const { account, access } = entry.value
    const { name, reference, plan } = account
    const changes = changedFields({ name, reference, plan }, wanted)
    const isVendors = changes?.after.reference !== undefined || changes?.after.plan !== undefined
    const refused =
      (isVendors ? refuseToAdminister(view.principal(), account.environmentId, access.permissions) : null) ??
      refuseStale(account, baseVersion)
    if (refused) return fail(refused)
    if (!changes) return ok([])
    const after = { ...account, ...changes.after, version: account.version + 1 }
    return ok([{ op: 'put', entity: 'account', row: { account: after, access } }])
  },
  edit: {
    of: ({ accountId, baseVersion, ...wanted }) => ({
      entity: 'account',
      id: accountId,
      baseVersion,
      wants: named(wanted),
      units: [],
    }),
    onto: ({ accountId }, fields, baseVersion) => ({ accountId, ...named(fields), baseVersion }),
  },
})

function named(fields: { name?: unknown; reference?: unknown; plan?: unknown }): Fields {
  const given: Fields = {}
  for (const key of ['name', 'reference', 'plan'] as const) {
    const value = fields[key]
    if (value !== undefined) given[key] = value as string
  }
  return given
}
