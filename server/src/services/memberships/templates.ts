import {
  type CreateTemplate,
  type DirectoryEntry,
  type EditTemplate,
  newlyGiven,
  permissionsOf,
  problem,
  type Result,
  refuseStale,
  refuseToPutIn,
  sameTemplateName,
  type Template,
  type TemplateId,
} from '@gatehouse/contract'
import type { Database, Tx } from '../../db/database.ts'
import { toTemplate } from '../../repositories/rows.ts'
import type { WriteContext } from '../context.ts'
import { type ActivityInput, record } from '../record.ts'

const unknownTemplate = problem('not_found', { detail: 'The account has no such template.' })
const nameTaken = problem('name_taken', {
  detail: 'Another template of the account has this name. Choose another one.',
})
const idTaken = problem('validation', {
  fields: [{ path: 'templateId', message: 'This id belongs to another template. Make a new one' }],
})

/** The account's own sets of permissions, by name. */
export async function listTemplates(db: Database, entry: DirectoryEntry): Promise<{ items: Template[] }> {
  const all = await templatesOf(db, entry)
  const name = (template: Template) => template.name.toLowerCase()
  return { items: all.toSorted((a, b) => (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0)) }
}

/** Writes a template. What its author lacks can't be in it: whoever gives it gives all of it. */
export async function createTemplate(
  write: WriteContext,
  entry: DirectoryEntry,
  { templateId, name, permissions: chosen }: CreateTemplate,
): Promise<Result<Template>> {
  const { tx } = write
  const permissions = [...permissionsOf('custom', chosen)]
  const refused =
    refuseToPutIn(entry, permissions) ?? ((await isTaken(tx, entry, name, templateId)) ? nameTaken : null)
  if (refused) return { ok: false, error: refused }
  const added = await tx
    .insertInto('permission_template')
    .values({ id: templateId, account_id: entry.account.id, name, permissions })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst()
  if (!added) return { ok: false, error: (await isIdTaken(tx, templateId)) ? idTaken : nameTaken }
  const template = toTemplate(added)
  await recordTemplate(write, template, { action: 'template.created', after: { name, permissions } })
  return { ok: true, value: template }
}

/** Changes a template. Nobody's access changes by it: whoever was given it has a copy. */
export async function editTemplate(
  write: WriteContext,
  entry: DirectoryEntry,
  templateId: TemplateId,
  wanted: EditTemplate,
): Promise<Result<Template>> {
  const { tx } = write
  const found = await findTemplate(tx, entry, templateId)
  if (!found.ok) return found
  const before = found.value
  const permissions = [...permissionsOf('custom', wanted.permissions)]
  const refused =
    refuseStale(before, wanted.baseVersion) ??
    refuseToPutIn(entry, newlyGiven(before.permissions, permissions)) ??
    ((await isTaken(tx, entry, wanted.name, templateId)) ? nameTaken : null)
  if (refused) return { ok: false, error: refused }
  if (before.name === wanted.name && String(before.permissions) === String(permissions)) return found

  const update = () =>
    tx
      .updateTable('permission_template')
      .set((eb) => ({ name: wanted.name, permissions, version: eb('version', '+', 1) }))
      .where('id', '=', templateId)
      .returningAll()
      .executeTakeFirstOrThrow()
  const saved = await update().catch((error: unknown) => {
    if ((error as { constraint?: unknown }).constraint === 'permission_template_name') return null
    throw error
  })
  if (!saved) return { ok: false, error: nameTaken }
  const template = toTemplate(saved)
  await recordTemplate(write, template, {
    action: 'template.edited',
    before: { name: before.name, permissions: before.permissions },
    after: { name: template.name, permissions: template.permissions },
  })
  return { ok: true, value: template }
}

/** Deletes a template. Whoever was given it keeps their permissions. */
export async function deleteTemplate(
  write: WriteContext,
  entry: DirectoryEntry,
  templateId: TemplateId,
): Promise<Result<Record<string, never>>> {
  const { tx } = write
  const found = await findTemplate(tx, entry, templateId)
  if (!found.ok) return found
  const { name, permissions } = found.value
  await tx.deleteFrom('permission_template').where('id', '=', templateId).execute()
  await recordTemplate(write, found.value, { action: 'template.deleted', before: { name, permissions } })
  return { ok: true, value: {} }
}

async function findTemplate(
  db: Database,
  { account }: DirectoryEntry,
  templateId: TemplateId,
): Promise<Result<Template>> {
  const row = await db
    .selectFrom('permission_template')
    .selectAll()
    .where('account_id', '=', account.id)
    .where('id', '=', templateId)
    .executeTakeFirst()
  return row ? { ok: true, value: toTemplate(row) } : { ok: false, error: unknownTemplate }
}

async function templatesOf(db: Database, { account }: DirectoryEntry): Promise<Template[]> {
  const rows = await db
    .selectFrom('permission_template')
    .selectAll()
    .where('account_id', '=', account.id)
    .orderBy('id')
    .execute()
  return rows.map(toTemplate)
}

async function isIdTaken(tx: Tx, templateId: TemplateId): Promise<boolean> {
  const row = await tx
    .selectFrom('permission_template')
    .select('id')
    .where('id', '=', templateId)
    .executeTakeFirst()
  return row !== undefined
}

// Compared here first: the database's idea of upper and lower case depends on how it was set up, and where it takes
// two names for one that are none here, its index refuses them.
async function isTaken(tx: Tx, entry: DirectoryEntry, name: string, except: TemplateId): Promise<boolean> {
  const all = await templatesOf(tx, entry)
  return all.some((template) => template.id !== except && sameTemplateName(template.name, name))
}

async function recordTemplate(
  write: WriteContext,
  { id, accountId, name }: Template,
  activity: Pick<ActivityInput, 'action' | 'before' | 'after'>,
): Promise<void> {
  const op = activity.action === 'template.deleted' ? 'delete' : 'put'
  await record(
    write,
    accountId,
    [{ entity: 'template', accountId, key: { id }, op }],
    [{ targetKind: 'template', targetId: id, targetName: name, ...activity }],
  )
}
