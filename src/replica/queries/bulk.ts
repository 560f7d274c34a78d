import {
  type AccountId,
  type ApplicationId,
  fail,
  type ImpactChange,
  impactOf,
  ok,
  problem,
  refuseWrite,
} from '@gatehouse/contract'
import type { BulkAccount, BulkApplication, BulkSame } from '../../ipc/views.ts'
import type { Sql } from '../database.ts'
import { readBatch } from '../outbox/batches.ts'
import { readNumbered } from '../repositories/accounts.ts'
import { toBytes, toUuid } from '../repositories/ids.ts'
import { readLabel } from '../repositories/labels.ts'
import { byName, type Handler, may, type Opened } from './context.ts'

/** What became of changes that were made together. */
export const getReceipt: Handler<'bulk.receipt'> = ({ sql }, { batchId }) => {
  const receipt = readBatch(sql, batchId)
  return receipt ? ok(receipt) : fail(problem('not_found'))
}

interface Stored extends Omit<BulkApplication, 'id' | 'everywhere'> {
  id: Uint8Array
  everywhere: number
}

/** The applications of the environments that some accounts are in, and in how many of them each is. */
export const listBulkApplications: Handler<'bulk.applications'> = ({ sql }, { accountIds }) => {
  const numbers: number[] = []
  const perEnvironment = new Map<string, number>()
  for (const accountId of accountIds) {
    const entry = readNumbered(sql, accountId)
    if (!entry || !may(entry.access, 'applications.view')) continue
    const { environmentId } = entry.account
    numbers.push(entry.n)
    perEnvironment.set(environmentId, (perEnvironment.get(environmentId) ?? 0) + 1)
  }
  const stored = sql.all<Stored & { environmentId: string }>(
    `select a.id, a.name, a.key, a.description, a.type, a.status, a.auto_assign as everywhere,
       a.environment_id as environmentId, e.name as environment,
       (select count(*) from account_application o
         where o.application = a.n and o.account in (select value from json_each(?))) as assignedIn
     from application a join environment e on e.id = a.environment_id
     where a.environment_id in (select value from json_each(?))`,
    JSON.stringify(numbers),
    JSON.stringify([...perEnvironment.keys()]),
  )
  return ok({
    environments: perEnvironment.size,
    applications: stored
      .map(
        ({ environmentId, ...row }): BulkApplication => ({
          ...row,
          id: toUuid(row.id) as ApplicationId,
          everywhere: row.everywhere === 1,
          accounts: perEnvironment.get(environmentId) ?? 0,
        }),
      )
      .sort(byName),
  })
}

interface Asked {
  n: number
  id: ApplicationId
  environmentId: string
  environmentAuto: boolean
}

/** What assigning or unassigning some applications would change in each of some accounts, and why it wouldn't in others. */
export const previewBulk: Handler<'bulk.preview'> = (
  { sql },
  { accountIds, applicationIds, change, autoAssign },
) => {
  const asked = applicationIds.flatMap((id) => findAsked(sql, id) ?? [])
  return ok(
    accountIds.flatMap((accountId): BulkAccount[] => {
      const entry = readNumbered(sql, accountId)
      return entry ? [previewOf(sql, entry, asked, change, autoAssign)] : []
    }),
  )
}

function findAsked(sql: Sql, id: ApplicationId): Asked | null {
  const row = sql.get<{ n: number; environmentId: string; environmentAuto: number }>(
    'select n, environment_id as environmentId, auto_assign as environmentAuto from application where id = ?',
    toBytes(id),
  )
  return row ? { ...row, id, environmentAuto: row.environmentAuto === 1 } : null
}

function previewOf(
  sql: Sql,
  { n, active, account, access }: Opened,
  asked: readonly Asked[],
  change: 'assign' | 'unassign',
  autoAssign: boolean,
): BulkAccount {
  const refused =
    refuseWrite(account, access, 'applications.assign') ??
    (change === 'assign' && autoAssign ? refuseWrite(account, access, 'applications.autoassign') : null)
  const changes: ApplicationId[] = []
  const same: BulkSame[] = []
  const seesUsers = may(access, 'users.view')
  let users = 0
  for (const application of asked) {
    const row = sql.get<{ autoAssign: number; granted: number }>(
      'select auto_assign as autoAssign, granted from account_application where account = ? and application = ?',
      n,
      application.n,
    )
    const reason = reasonOf(account.environmentId, application, row !== undefined, change)
    if (reason) {
      same.push({ id: application.id, reason })
      continue
    }
    changes.push(application.id)
    const impact = impactOf(impactChange[change], {
      activeMembers: active,
      activeMembersWithGrant: row?.granted ?? 0,
      environmentAuto: application.environmentAuto,
      accountAuto: row?.autoAssign === 1,
    })
    users += change === 'unassign' ? impact.lose : autoAssign ? impact.gain : 0
  }
  return {
    id: account.id as AccountId,
    name: account.name,
    reference: account.reference,
    colour: readLabel(sql, account.id)?.colour ?? null,
    refused,
    changes: refused ? [] : changes,
    same,
    users: seesUsers ? users : null,
  }
}

const impactChange: Record<'assign' | 'unassign', ImpactChange> = {
  assign: 'enable_auto_assign',
  unassign: 'unassign',
}

function reasonOf(
  environmentId: string,
  application: Asked,
  isAssigned: boolean,
  change: 'assign' | 'unassign',
): BulkSame['reason'] | null {
  if (application.environmentId !== environmentId) return 'elsewhere'
  if (application.environmentAuto) return 'environment'
  if (change === 'assign') return isAssigned ? 'assigned' : null
  return isAssigned ? null : 'not-assigned'
}
