import {
  changedFields,
  type DirectoryEntry,
  maySeeService,
  permissionsToSeeService,
  problem,
  type Result,
  type RouteAnswer,
  type Routes,
  refuseStale,
  type Service,
  type ServiceId,
} from '@gatehouse/contract'
import type { Database } from '../db/database.ts'
import { toService } from '../repositories/rows.ts'
import type { WriteContext } from './context.ts'
import { type ActivityInput, record } from './record.ts'

const unknownService = problem('not_found', { detail: 'The account has no such product or service.' })

/** The products and services of the account that its principal may see, by product. */
export async function listServices(
  db: Database,
  { account, access }: DirectoryEntry,
): Promise<RouteAnswer<Routes['services.list']>> {
  const rows = await db
    .selectFrom('service')
    .selectAll()
    .where('account_id', '=', account.id)
    .orderBy('product_name')
    .orderBy('label')
    .orderBy('id')
    .execute()
  return { items: rows.map(toService).filter((service) => maySeeService(access, service)) }
}

type Fields = Pick<Service, 'productName' | 'label' | 'status' | 'renewsAt' | 'permission'>

/** Adds a product or service to the account. */
export async function addService(
  write: WriteContext,
  { account }: DirectoryEntry,
  { serviceId, ...fields }: Fields & { serviceId: ServiceId },
): Promise<Result<Service>> {
  const row = await write.tx
    .insertInto('service')
    .values({ id: serviceId, account_id: account.id, ...columnsOf(fields) })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst()
  if (!row) {
    const message = 'This id belongs to another service. Make a new one'
    return { ok: false, error: problem('validation', { fields: [{ path: 'serviceId', message }] }) }
  }
  const service = toService(row)
  await recordService(write, service, { action: 'service.added', after: fieldsOf(service) })
  return { ok: true, value: service }
}

/** Changes a product or service. Whom its new permission hides it from doesn't see it any longer. */
export async function editService(
  write: WriteContext,
  entry: DirectoryEntry,
  serviceId: ServiceId,
  { baseVersion, ...wanted }: Fields & { baseVersion: number },
): Promise<Result<Service>> {
  const before = await findService(write, entry, serviceId)
  if (!before) return { ok: false, error: unknownService }
  const refused = refuseStale(before, baseVersion)
  if (refused) return { ok: false, error: refused }
  const fields = { ...wanted, renewsAt: wanted.renewsAt && new Date(wanted.renewsAt).toISOString() }
  const changed = changedFields(fieldsOf(before), fields)
  if (!changed) return { ok: true, value: before }
  const row = await write.tx
    .updateTable('service')
    .set((eb) => ({ ...columnsOf(wanted), version: eb('version', '+', 1) }))
    .where('id', '=', serviceId)
    .returningAll()
    .executeTakeFirstOrThrow()
  const service = toService(row)
  await recordService(write, service, { action: 'service.edited', ...changed }, before)
  return { ok: true, value: service }
}

/** Removes a product or service from the account. */
export async function removeService(
  write: WriteContext,
  entry: DirectoryEntry,
  serviceId: ServiceId,
): Promise<Result<Record<string, never>>> {
  const before = await findService(write, entry, serviceId)
  if (!before) return { ok: false, error: unknownService }
  await write.tx.deleteFrom('service').where('id', '=', serviceId).execute()
  await recordService(write, before, { action: 'service.removed', before: fieldsOf(before) })
  return { ok: true, value: {} }
}

async function findService(
  { tx }: WriteContext,
  { account }: DirectoryEntry,
  serviceId: ServiceId,
): Promise<Service | null> {
  const row = await tx
    .selectFrom('service')
    .selectAll()
    .where('account_id', '=', account.id)
    .where('id', '=', serviceId)
    .executeTakeFirst()
  return row ? toService(row) : null
}

function columnsOf({ productName, label, status, renewsAt, permission }: Fields) {
  return {
    product_name: productName,
    label,
    status,
    renews_at: renewsAt === null ? null : new Date(renewsAt),
    permission,
  }
}

function fieldsOf({ productName, label, status, renewsAt, permission }: Service): Fields {
  return { productName, label, status, renewsAt, permission }
}

async function recordService(
  write: WriteContext,
  { id, accountId, productName, label, permission }: Service,
  activity: Pick<ActivityInput, 'action' | 'before' | 'after'>,
  before?: Service,
): Promise<void> {
  const op = activity.action === 'service.removed' ? 'delete' : 'put'
  const targetName = label ? `${productName} ${label}` : productName
  const permissions = permissionsToSeeService(before?.permission ?? permission, permission)
  await record(
    write,
    accountId,
    [{ entity: 'service', accountId, key: { id }, op }],
    [{ ...activity, targetKind: 'service', targetId: id, targetName, permissions }],
  )
}
