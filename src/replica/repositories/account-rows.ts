import {
  type AccountApplication,
  type AccountId,
  type Activity,
  type ApplicationId,
  activitySchema,
  type Review,
  reviewSchema,
  type Service,
  type Template,
} from '@gatehouse/contract'
import type { Sql, SqlValue } from '../database.ts'
import { addRows, countApplication } from './counts.ts'
import { toBytes } from './ids.ts'
import { accountNumber, applicationNumber, numberOfAccount } from './numbers.ts'
import {
  type AccountTable,
  application,
  bool,
  type Codec,
  defineRow,
  id,
  int,
  json,
  permissionSet,
  type RowShape,
  type Stored,
  text,
  time,
} from './table.ts'

// Rows that nothing else refers to: they lie under their account's number and what tells them apart there.

type Own<Row> = Omit<Row, 'accountId'>

interface Definition<Row extends { accountId: AccountId }> {
  name: string
  shape: RowShape<Own<Row>>
  /** Columns that tell a row from the others of its account, and how what is asked for is found by them. */
  key: string[]
  find(sql: Sql, key: string[]): { where: string; values: SqlValue[] } | null
  /** A row of it came, or changed. */
  changed?(sql: Sql, account: number, row: Row): void
}

function defineAccountTable<Row extends { accountId: AccountId }>(
  definition: Definition<Row>,
): AccountTable<Row> {
  const { name, shape, key } = definition
  const rest = shape.columns.filter((column) => !key.includes(column))
  const insert = `insert into ${name} (account, ${shape.columns}) values (?, ${shape.columns.map(() => '?')})`
  const update = `update ${name} set ${rest.map((column) => `${column} = ?`)}
    where account = ? and ${key.map((column) => `${column} = ?`).join(' and ')}`
  const select = `select ${shape.list()} from ${name} where account = ?`

  function decode(sql: Sql, accountId: AccountId, stored: Stored): Row {
    return { ...shape.decode(stored, sql), accountId } as unknown as Row
  }

  return {
    put(sql, row) {
      const n = numberOfAccount(sql, row.accountId)
      const values = shape.values(row, sql)
      const of = (columns: string[]) => columns.map((column) => values[shape.columns.indexOf(column)] ?? null)
      if (sql.run(update, ...of(rest), n, ...of(key)) === 0) {
        sql.run(insert, n, ...values)
        addRows(sql, n, 1)
      }
      definition.changed?.(sql, n, row)
    },
    get(sql, accountId, ...parts) {
      const n = accountNumber(sql, accountId)
      const place = definition.find(sql, parts)
      if (n === null || !place) return null
      const stored = sql.get<Stored>(`${select} and ${place.where}`, n, ...place.values)
      return stored ? decode(sql, accountId, stored) : null
    },
    delete(sql, accountId, ...parts) {
      const n = accountNumber(sql, accountId)
      const place = definition.find(sql, parts)
      if (n === null || !place) return
      const gone = sql.run(`delete from ${name} where account = ? and ${place.where}`, n, ...place.values)
      if (gone > 0) addRows(sql, n, -gone)
    },
    all(sql, accountId) {
      const n = accountNumber(sql, accountId)
      return n === null ? [] : sql.all<Stored>(select, n).map((stored) => decode(sql, accountId, stored))
    },
  }
}

function byId(_: Sql, [uuid = '']: string[]) {
  return { where: 'id = ?', values: [toBytes(uuid)] }
}

export const accountApplicationShape = defineRow<Own<AccountApplication>>(
  { applicationId: application(), autoAssign: bool(), assignedAt: time(), version: int() },
  { applicationId: 'application' },
)

export const accountApplications = defineAccountTable<AccountApplication>({
  name: 'account_application',
  shape: accountApplicationShape,
  key: ['application'],
  find(sql, [applicationId]) {
    const n = applicationNumber(sql, applicationId as ApplicationId)
    return n === null ? null : { where: 'application = ?', values: [n] }
  },
  changed(sql, account, { applicationId }) {
    countApplication(sql, account, applicationNumber(sql, applicationId) ?? 0)
  },
})

export const serviceShape = defineRow<Own<Service>>({
  id: id(),
  productName: text(),
  label: text(),
  status: text(),
  renewsAt: time(),
  permission: text(),
  version: int(),
})

export const services = defineAccountTable<Service>({
  name: 'service',
  shape: serviceShape,
  key: ['id'],
  find: byId,
})

export const templateShape = defineRow<Own<Template>>({
  id: id(),
  name: text(),
  permissions: permissionSet(),
  version: int(),
})

export const templates = defineAccountTable<Template>({
  name: 'template',
  shape: templateShape,
  key: ['id'],
  find: byId,
})

export const reviewShape = defineRow<Own<Review>>({
  id: id(),
  title: text(),
  campaign: json(reviewSchema.shape.campaign),
  state: text(),
  scope: json(reviewSchema.shape.scope),
  reviewerId: id(),
  reviewerName: text(),
  secondReviewerId: id(),
  secondReviewerName: text(),
  allowsSelf: bool(),
  createdById: id(),
  createdByName: text(),
  createdAt: time(),
  dueAt: time(),
  repeatMonths: int<number>() as Codec<number | null>,
  snapshot: json(reviewSchema.shape.snapshot),
  progress: json(reviewSchema.shape.progress),
  signatures: json(reviewSchema.shape.signatures),
  outcome: json(reviewSchema.shape.outcome),
  seal: json(reviewSchema.shape.seal),
  cancelReason: text(),
  version: int(),
})

export const reviews = defineAccountTable<Review>({
  name: 'review',
  shape: reviewShape,
  key: ['id'],
  find: byId,
})

export const activityShape = defineRow<Own<Activity>>({
  at: time(),
  id: id(),
  actorId: id(),
  actorName: text(),
  action: text(),
  targetKind: text(),
  targetId: text(),
  targetName: text(),
  before: json(activitySchema.shape.before),
  after: json(activitySchema.shape.after),
  device: text(),
  mutationId: id(),
})

export const activities = defineAccountTable<Activity>({
  name: 'activity',
  shape: activityShape,
  key: ['at', 'id'],
  // The time isn't said by whoever asks for one: it is looked for among those of its account.
  find: byId,
})

/** What was done last to a thing of the account, as far as the principal may know. */
export function lastActivityOn(sql: Sql, accountId: AccountId, targetId: string): Activity | null {
  const n = accountNumber(sql, accountId)
  const stored = sql.get<Stored>(
    `select ${activityShape.list()} from activity where account = ? and target_id = ?
      order by at desc, id desc limit 1`,
    n,
    targetId,
  )
  return stored ? { ...activityShape.decode(stored, sql), accountId } : null
}
