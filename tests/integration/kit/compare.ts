import type {
  AccountApplication,
  AccountId,
  Activity,
  BootstrapLine,
  DirectoryEntry,
  Grant,
  Invitation,
  Membership,
  MembershipId,
  Permission,
  Result,
  Service,
} from '@gatehouse/contract'
import { expect } from 'vitest'
import type { ApiClient } from '../../../src/main/api-client/client.ts'
import { openDatabase, type Sql } from '../../../src/replica/database.ts'
import {
  accountApplications,
  activities,
  services,
  templates,
} from '../../../src/replica/repositories/account-rows.ts'
import { recount } from '../../../src/replica/repositories/counts.ts'
import { grants } from '../../../src/replica/repositories/grants.ts'
import { toUuid } from '../../../src/replica/repositories/ids.ts'
import { invitations } from '../../../src/replica/repositories/invitations.ts'
import { memberships } from '../../../src/replica/repositories/memberships.ts'
import type { Client } from './client.ts'
import type { Scene } from './scene.ts'

/** One account as rows, each list in the order of its JSON. */
export interface AccountPicture {
  /** Of the directory entry, what a list of accounts shows. */
  entry: object
  accountApplications: AccountApplication[]
  memberships: Membership[]
  grants: Grant[]
  invitations: Invitation[]
  services: Service[]
  activity: Activity[]
  /** What each user can open and why: `membership application sources`. */
  access: string[]
}

export type Picture = Record<AccountId, AccountPicture>

/** Users of each account whose effective access is looked at. */
const usersAsked = 6

/** What the API answers the client's principal, request by request. Lists that they may not read are empty. */
export async function pictureOfApi(scene: Scene, client: Client): Promise<Picture> {
  const { api } = client.workspace()
  const entries = await allPages<DirectoryEntry>((after) =>
    api.call('accounts.list', { query: { limit: 500, ...(after ? { after } : {}) } }),
  )
  const picture: Picture = {}
  const queue = [...entries]
  const work = async () => {
    for (let entry = queue.pop(); entry; entry = queue.pop()) {
      picture[entry.account.id] = await accountOfApi(scene, api, entry)
    }
  }
  await Promise.all([work(), work(), work(), work()])
  return picture
}

async function accountOfApi(scene: Scene, api: ApiClient, entry: DirectoryEntry): Promise<AccountPicture> {
  const params = { accountId: entry.account.id }
  const page = (after: string | null) => ({ params, query: { limit: 500, ...(after ? { after } : {}) } })
  const memberships = await allPages<Membership>((after) => api.call('memberships.list', page(after)))
  const applications = allowed(await api.call('applications.list', { params }))?.items ?? []
  const access: string[] = []
  if (applications.length > 0) {
    for (const { id } of inOrder(memberships).slice(0, usersAsked)) {
      const reach = allowed(await api.call('memberships.access', { params: { ...params, membershipId: id } }))
      for (const { applicationId, sources } of reach?.items ?? []) {
        access.push(accessLine(id, applicationId, sources))
      }
    }
  }
  return {
    entry: entryOf(entry),
    accountApplications: inOrder(applications.flatMap(({ accountApplication }) => accountApplication ?? [])),
    memberships: inOrder(memberships),
    grants: mayAll(entry, 'users.view', 'applications.view') ? await grantsOf(scene, params.accountId) : [],
    invitations: inOrder(await allPages((after) => api.call('invitations.list', page(after)))),
    services: inOrder(allowed(await api.call('services.list', { params }))?.items ?? []),
    // The newest alone: a replica doesn't hold all of a long history.
    activity: inOrder(allowed(await api.call('activity.list', page(null)))?.items ?? []),
    access: access.sort(),
  }
}

/** No route lists grants by themselves; the table does. */
async function grantsOf({ world }: Scene, accountId: AccountId): Promise<Grant[]> {
  const rows = await world.db
    .selectFrom('application_grant')
    .selectAll()
    .where('account_id', '=', accountId)
    .execute()
  return inOrder(
    rows.map((row) => ({
      accountId: row.account_id,
      membershipId: row.membership_id,
      applicationId: row.application_id,
      grantedAt: row.granted_at.toISOString(),
    })),
  )
}

/**
 * The same out of the replica: rows from its file, effective access by its queries. Rows of their own membership,
 * which everybody gets and no list answers, are left out for those who may not see users.
 */
export async function pictureOfReplica(client: Client): Promise<Picture> {
  const accounts = answered(await client.read('accounts.list', {}))
  const stored = await storedRows(
    client,
    accounts.map(({ id }) => id),
  )
  const picture: Picture = {}
  for (const { id: accountId } of accounts) {
    const account = answered(await client.read('accounts.get', { accountId }))
    const seesUsers = account.permissions.includes('users.view')
    const seesApplications = account.permissions.includes('applications.view')
    const rows = stored.get(accountId)
    if (!rows) throw new Error('an account without rows of its own')
    const members = seesUsers ? inOrder(rows.memberships) : []
    picture[accountId] = {
      entry: {
        id: accountId,
        name: account.name,
        reference: account.reference,
        plan: account.plan,
        status: account.status,
        environmentId: account.environmentId,
        via: account.via,
        role: account.role,
        isOwner: account.isOwner,
        membershipStatus: account.membershipStatus,
        permissions: account.permissions,
      },
      accountApplications: seesApplications ? inOrder(rows.accountApplications) : [],
      memberships: members,
      grants: seesUsers && seesApplications ? inOrder(rows.grants) : [],
      invitations: inOrder(rows.invitations),
      services: inOrder(rows.services),
      activity: inOrder(rows.activity),
      access: seesApplications ? await accessIn(client, accountId, members) : [],
    }
  }
  return picture
}

async function accessIn(client: Client, accountId: AccountId, memberships: Membership[]): Promise<string[]> {
  const lines: string[] = []
  for (const { id } of memberships.slice(0, usersAsked)) {
    const user = answered(await client.read('users.get', { accountId, membershipId: id }))
    for (const { applicationId, sources } of user.access) {
      if (sources.length > 0) lines.push(accessLine(id, applicationId, sources))
    }
  }
  return lines.sort()
}

/** Everything in the replica that belongs to an account, as it lies in the file. */
async function storedRows(client: Client, accountIds: AccountId[]) {
  return withFile(client, (sql) => {
    expectConsistent(sql)
    return new Map(
      accountIds.map((accountId) => [
        accountId,
        {
          accountApplications: accountApplications.all(sql, accountId),
          memberships: memberships.all(sql, accountId),
          grants: grants.all(sql, accountId),
          invitations: invitations.all(sql, accountId),
          services: services.all(sql, accountId),
          templates: templates.all(sql, accountId),
          activity: activities.all(sql, accountId),
        },
      ]),
    )
  })
}

/**
 * Each row of each table but the outbox as text, with the name of its table in front. Uuids are spelled out, however
 * they are stored.
 */
export async function everyStoredRow(client: Client): Promise<string[]> {
  const spelled = (_name: string, value: unknown) =>
    value instanceof Uint8Array && value.length === 16 ? toUuid(value) : value
  return withFile(client, (sql) =>
    sql
      .all<{ name: string }>(`select name from sqlite_master where type = 'table' and name <> 'outbox'`)
      .flatMap(({ name }) =>
        sql.all<Record<string, unknown>>(`select * from "${name}"`).map((row) => {
          const plain = Object.entries(row).map(([column, value]) => [column, spelled(column, value)])
          return `${name} ${JSON.stringify(Object.fromEntries(plain))}`
        }),
      ),
  )
}

/** What is kept beside the rows so that nothing has to be counted is what counting says. */
export function expectConsistent(sql: Sql): void {
  const kept = () => ({
    accounts: sql.all<object>('select n, users, active, rows, counts, reach from account order by n'),
    applications: sql.all<object>(
      'select account, application, granted, reach from account_application order by account, application',
    ),
    people: sql.all<object>('select n from person order by n'),
  })
  const before = kept()
  const taken = new Error('counted')
  try {
    sql.transaction(() => {
      for (const { n } of sql.all<{ n: number }>('select n from account')) recount(sql, n)
      sql.run('delete from person where n not in (select person from membership)')
      expect(kept(), 'what is kept is what is counted').toEqual(before)
      throw taken
    })
  } catch (error) {
    if (error !== taken) throw error
  }
}

/** Pages, keys and indexes of the whole file. */
export function expectIntact(sql: Sql): void {
  expect(sql.all<object>('pragma integrity_check')).toEqual([{ integrity_check: 'ok' }])
}

export async function withFile<T>(client: Client, work: (sql: Sql) => T): Promise<T> {
  const { file, key } = await client.file()
  const opened = openDatabase(file, key)
  if (!opened.ok) throw new Error(opened.error.detail)
  try {
    return work(opened.value)
  } finally {
    opened.value.close()
  }
}

/** Once nothing waits, the replica is what the API answers: no row more, none less, none different. */
export async function expectSameAsApi(scene: Scene, client: Client): Promise<Picture> {
  const [ofApi, ofReplica] = [await pictureOfApi(scene, client), await pictureOfReplica(client)]
  expect(Object.keys(ofReplica).sort()).toEqual(Object.keys(ofApi).sort())
  for (const accountId of Object.keys(ofApi) as AccountId[]) {
    for (const [part, rows] of Object.entries(ofApi[accountId] ?? {})) {
      const stored = ofReplica[accountId]?.[part as keyof AccountPicture]
      expect(stored, `${part} of account ${accountId}`).toEqual(rows)
    }
  }
  return ofApi
}

function entryOf({ account, access }: DirectoryEntry): object {
  const { createdAt: _createdAt, version: _version, ...shown } = account
  const { via, role, isOwner, membershipStatus, permissions } = access
  return { ...shown, via, role, isOwner, membershipStatus, permissions }
}

function mayAll({ access }: DirectoryEntry, ...wanted: Permission[]): boolean {
  return wanted.every((permission) => access.permissions.includes(permission))
}

function accessLine(membershipId: MembershipId, applicationId: string, sources: string[]): string {
  return `${membershipId} ${applicationId} ${sources.join('+')}`
}

async function allPages<T>(
  ask: (after: string | null) => Promise<Result<{ items: T[]; next: string | null }>>,
): Promise<T[]> {
  const items: T[] = []
  for (let after: string | null = null; ; ) {
    const page: { items: T[]; next: string | null } | null = allowed(await ask(after))
    items.push(...(page?.items ?? []))
    after = page?.next ?? null
    if (after === null) return items
  }
}

/** Null where the principal may not ask; anything else that goes wrong fails the test. */
function allowed<T>(answer: Result<T>): T | null {
  if (answer.ok) return answer.value
  if (answer.error.code === 'forbidden') return null
  throw new Error(`the API answered ${answer.error.code}: ${answer.error.detail}`)
}

export function answered<T>(answer: Result<T>): T {
  if (!answer.ok) throw new Error(`${answer.error.code}: ${answer.error.detail}`)
  return answer.value
}

export function inOrder<T>(rows: T[]): T[] {
  const text = new Map(rows.map((row) => [row, JSON.stringify(row, keysSorted)]))
  return [...rows].sort((a, b) => ((text.get(a) ?? '') < (text.get(b) ?? '') ? -1 : 1))
}

function keysSorted(_name: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** As `expectSameAsApi`, by what a client that begins now would be brought: one request instead of dozens. */
export async function expectSameAsBootstrap(client: Client, lines: BootstrapLine[]): Promise<void> {
  const accountIds: AccountId[] = []
  const expected = new Map<string, unknown[]>()
  const part = (accountId: AccountId, entity: string) => {
    const name = `${accountId} ${entity}`
    const rows = expected.get(name) ?? []
    expected.set(name, rows)
    return rows
  }
  for (const line of lines) {
    if (line.type === 'directory') accountIds.push(...line.rows.map(({ account }) => account.id))
    if (line.type === 'rows') part(line.accountId, line.batch.entity).push(...line.batch.rows)
  }
  const entities = {
    accountApplications: 'accountApplication',
    memberships: 'membership',
    grants: 'grant',
    invitations: 'invitation',
    services: 'service',
    templates: 'template',
    activity: 'activity',
  } as const
  const accounts = answered(await client.read('accounts.list', {}))
  expect(accounts.map(({ id }) => id).sort()).toEqual(accountIds.sort())
  for (const [accountId, rows] of await storedRows(client, accountIds)) {
    for (const [name, entity] of Object.entries(entities)) {
      const stored: object[] = rows[name as keyof typeof entities]
      expect(inOrder(stored), `${entity} of account ${accountId}`).toEqual(
        inOrder(expected.get(`${accountId} ${entity}`) ?? []),
      )
    }
  }
}
