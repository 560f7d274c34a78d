import { type AccountId, ok, type TemplateId } from '@gatehouse/contract'
import { fold } from '../../ipc/fold.ts'
import type { Sql, SqlValue } from '../database.ts'
import { templates } from '../repositories/account-rows.ts'
import { toUuid } from '../repositories/ids.ts'
import { permissionSet } from '../repositories/table.ts'
import { byName, type Handler, openAccount, waitingKeys } from './context.ts'
import { administered } from './environments.ts'

export const listTemplates: Handler<'templates.list'> = ({ sql }, { accountId }) => {
  const opened = openAccount(sql, accountId, 'users.view')
  if (!opened.ok) return opened
  const waiting = waitingKeys(sql, accountId, 'template')
  const items = templates
    .all(sql, accountId)
    .map(({ accountId: _, ...template }) => ({ ...template, waiting: waiting.has(template.id) }))
  return ok(items.sort(byName))
}

interface Stored {
  accountId: Uint8Array
  accountName: string
  templateId: Uint8Array
  name: string
  permissions: SqlValue
}

const permissionsCodec = permissionSet()

/** Over all accounts of the environment, by account. */
export const listEnvironmentTemplates: Handler<'environments.templates'> = (
  { sql },
  { environmentId, find, offset, limit },
) => {
  const found = administered(sql, environmentId)
  if (!found.ok) return found
  const all = sql
    .all<Stored>(
      `select a.id as accountId, a.name as accountName, t.id as templateId, t.name, t.permissions
       from template t join account a on a.n = t.account where a.environment_id = ?`,
      environmentId,
    )
    .sort((a, b) => byName({ name: a.accountName }, { name: b.accountName }) || byName(a, b))
  const wanted = matching(all, find)
  return ok({
    total: wanted.length,
    all: all.length,
    offset,
    rows: wanted.slice(offset, offset + limit).map((stored) => toItem(sql, stored)),
  })
}

function matching(all: readonly Stored[], find: string): readonly Stored[] {
  const wanted = fold(find.trim())
  if (wanted === '') return all
  return all.filter(({ accountName, name }) => fold(`${name}\n${accountName}`).includes(wanted))
}

function toItem(sql: Sql, { accountId, templateId, permissions, ...names }: Stored) {
  return {
    ...names,
    accountId: toUuid(accountId) as AccountId,
    templateId: toUuid(templateId) as TemplateId,
    permissions: permissionsCodec.fromSql(permissions, sql).length,
  }
}
