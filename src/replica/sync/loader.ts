import {
  type AccountId,
  type AccountRows,
  assertNever,
  type Grant,
  type Membership,
} from '@gatehouse/contract'
import type { Sql } from '../database.ts'
import {
  accountApplicationShape,
  activityShape,
  reviewShape,
  serviceShape,
  templateShape,
} from '../repositories/account-rows.ts'
import { type Bulk, createBulk } from '../repositories/bulk.ts'
import { addGranted, addRows, addUsers, keepReach, recount } from '../repositories/counts.ts'
import { toBytes } from '../repositories/ids.ts'
import { areIndexesPutOff } from '../repositories/indexes.ts'
import { invitationShape } from '../repositories/invitations.ts'
import { membershipShape } from '../repositories/memberships.ts'
import { numberOfApplication, rangeOf, slotOf, takeKey } from '../repositories/numbers.ts'
import { putPerson } from '../repositories/people.ts'
import { peopleDirectory } from '../repositories/people-directory.ts'
import { type Place, placesOf } from '../repositories/places.ts'
import { type RowShape, toMs } from '../repositories/table.ts'
import type { Write } from '../write.ts'
import { putRows } from './accounts.ts'

/** An account whose rows are arriving, and what is to be added to its counts. */
interface Arriving {
  accountId: AccountId
  n: number
  places: Map<string, Place>
  nextKey: number
  nextInvitation: number
  users: number
  active: number
  rows: number
  granted: Map<number, number>
  /** Its applications, until their grants have been counted. */
  applications: AccountRowsOf<'accountApplication'>
}

type AccountRowsOf<E extends AccountRows['entity']> = Extract<AccountRows, { entity: E }>['rows']

export interface Loader {
  put(accountId: AccountId, batch: AccountRows): void
  /** Writes what is on its way, with the counts. Before it, nothing that was put can be found. */
  flush(): void
}

/**
 * Takes rows of accounts that were empty before the first of them, many at a time, as a bootstrap and a snapshot bring
 * them. Rows of other accounts are put one by one. Within one transaction.
 */
export function createLoader(write: Write): Loader {
  const { sql } = write
  const into = (table: string, before: string[], shape: { columns: string[] }) =>
    createBulk(sql, table, [...before, ...shape.columns])
  const people = createBulk(sql, 'person', ['n', 'id', 'name', 'email'])
  const memberships = into('membership', ['k', 'person'], membershipShape)
  const invitations = into('invitation', ['k'], invitationShape)
  const grants = createBulk(sql, 'grant_', ['account', 'application', 'slot', 'granted_at'])
  const applications = into('account_application', ['account', 'granted'], accountApplicationShape)
  const services = into('service', ['account'], serviceShape)
  const templates = into('template', ['account'], templateShape)
  const reviews = into('review', ['account'], reviewShape)
  const activities = into('activity', ['account'], activityShape)
  const arrived: Arriving[] = []

  function addRow<Row>(bulk: Bulk, before: number[], shape: RowShape<Row>, row: Row): void {
    bulk.values.push(...before)
    shape.append(bulk.values, row, sql)
    bulk.added()
  }

  function arriving(accountId: AccountId): Arriving | null {
    const last = arrived.at(-1)
    if (last?.accountId === accountId) return last
    if (arrived.some((one) => one.accountId === accountId)) flush()
    const account = sql.get<{ n: number; rows: number }>(
      'select n, rows from account where id = ?',
      toBytes(accountId),
    )
    if (!account) throw new Error('rows of an account that is not in the directory')
    const { n, rows } = account
    if (rows > 0 && (sql.memory.get('arriving') !== n || hasAbsentees(sql, n))) return null
    sql.memory.set('arriving', n)
    const next = {
      accountId,
      n,
      places: placesOf(sql, n),
      nextKey: takeKey(sql, 'membership', n),
      nextInvitation: takeKey(sql, 'invitation', n),
      users: 0,
      active: 0,
      rows: 0,
      granted: new Map<number, number>(),
      applications: [],
    }
    arrived.push(next)
    return next
  }

  function personOf(row: Membership): number {
    if (!areIndexesPutOff(sql)) return putPerson(sql, row)
    const directory = peopleDirectory(sql)
    const id = toBytes(row.userId)
    const known = directory.find(id)
    if (known) return known
    const n = directory.add(id)
    people.values.push(n, id, row.name, row.email)
    people.added()
    return n
  }

  function putMembership(account: Arriving, row: Membership): void {
    const person = personOf(row)
    const place = { k: account.nextKey, isActive: row.status === 'active', person }
    account.nextKey += 1
    account.places.set(row.id, place)
    memberships.values.push(place.k, person)
    membershipShape.append(memberships.values, row, sql)
    memberships.added()
    account.users += 1
    if (place.isActive) account.active += 1
  }

  function putGrant(account: Arriving, place: Place, row: Grant): void {
    const application = numberOfApplication(sql, row.applicationId)
    grants.values.push(account.n, application, slotOf(place.k), toMs(row.grantedAt))
    grants.added()
    account.rows += 1
    if (place.isActive) account.granted.set(application, (account.granted.get(application) ?? 0) + 1)
  }

  /** Answers the rows that have to be put one by one: what is here already, and grants of who isn't. */
  function take(account: Arriving, batch: AccountRows): AccountRows | null {
    const { n, places } = account
    switch (batch.entity) {
      case 'membership': {
        const known: Membership[] = []
        for (const row of batch.rows) {
          if (places.has(row.id)) known.push(row)
          else putMembership(account, row)
        }
        return known.length > 0 ? { entity: 'membership', rows: known } : null
      }
      case 'grant': {
        const early: Grant[] = []
        for (const row of batch.rows) {
          const place = places.get(row.membershipId)
          if (place) putGrant(account, place, row)
          else early.push(row)
        }
        return early.length > 0 ? { entity: 'grant', rows: early } : null
      }
      case 'accountApplication':
        account.applications.push(...batch.rows)
        break
      case 'invitation':
        for (const row of batch.rows) {
          addRow(invitations, [account.nextInvitation], invitationShape, row)
          account.nextInvitation += 1
        }
        break
      case 'service':
        for (const row of batch.rows) addRow(services, [n], serviceShape, row)
        break
      case 'template':
        for (const row of batch.rows) addRow(templates, [n], templateShape, row)
        break
      case 'review':
        for (const row of batch.rows) addRow(reviews, [n], reviewShape, row)
        break
      case 'activity':
        for (const row of batch.rows) addRow(activities, [n], activityShape, row)
        break
      default:
        return assertNever(batch)
    }
    account.rows += batch.rows.length
    return null
  }

  function put(accountId: AccountId, batch: AccountRows): void {
    const account = arriving(accountId)
    const left = account ? take(account, batch) : batch
    write.touch(batch.entity, accountId)
    if (!left) return
    // They may refer to rows that are on their way.
    flush()
    putRows(write, accountId, left)
  }

  function flush(): void {
    let expected = 0
    for (const account of arrived) {
      expected += account.users + account.rows
      for (const row of account.applications) {
        const application = numberOfApplication(sql, row.applicationId)
        const granted = account.granted.get(application) ?? 0
        account.granted.delete(application)
        addRow(applications, [account.n, granted], accountApplicationShape, row)
      }
    }
    people.flush()
    const tables = [memberships, invitations, grants, applications, services, templates, reviews, activities]
    const written = tables.reduce((sum, table) => sum + table.flush(), 0)
    for (const account of arrived) {
      if (written === expected) addCounts(sql, account)
      // A row came twice, and is here once.
      else recount(sql, account.n)
    }
    arrived.length = 0
  }

  return { put, flush }
}

/** Whether grants came before their memberships, whose slots are given already. */
function hasAbsentees(sql: Sql, account: number): boolean {
  return sql.get('select 1 from absentee where k between ? and ?', ...rangeOf(account)) !== undefined
}

function addCounts(sql: Sql, { n, users, active, rows, granted }: Arriving): void {
  addRows(sql, n, rows)
  addUsers(sql, n, { users, active })
  for (const [application, count] of granted) addGranted(sql, n, application, count)
  keepReach(sql, n, 'all')
}
