import { type AccountId, rolePermissions } from '@gatehouse/contract'
import { sql } from 'kysely'
import { describe, expect, onTestFinished, test } from 'vitest'
import { systemRandomness } from '../clock.ts'
import { readConfig } from '../config.ts'
import { hashPassword } from '../identity/sign-in/passwords.ts'
import { createLog } from '../log.ts'
import { startServer } from '../server.ts'
import { invite, signInAt } from '../testing/node.ts'
import { createBlankDatabase, createTestDatabase, type TestDatabase } from '../testing/test-database.ts'
import type { Database } from './database.ts'
import { appliedMigrations, migrate, migrationNames } from './migrate.ts'
import { inTransaction } from './transaction.ts'

async function blank(): Promise<TestDatabase> {
  const database = await createBlankDatabase()
  onTestFinished(() => database.drop())
  return database
}

const passwordHash = hashPassword('a quiet bell at noon')
const newId = <T extends string>() => systemRandomness.id(new Date()) as T
const ownerEmail = 'old-owner@example.com'

/** Rows as the very first version wrote them, with statements of that time. */
async function fillAsFirstVersion(db: Database): Promise<{ accountId: AccountId }> {
  const [environmentId, accountId, userId, applicationId, membershipId] = [
    newId(),
    newId<AccountId>(),
    newId(),
    newId(),
    newId(),
  ]
  const permissions = [...rolePermissions.owner]
  await sql`insert into app_user (id, email, email_verified_at, name, password_hash, created_at)
    values (${userId}, ${ownerEmail}, now(), 'Olive Owner', ${await passwordHash}, now())`.execute(db)
  await sql`insert into environment (id, key, name, kind)
    values (${environmentId}, 'production', 'Production', 'production')`.execute(db)
  await sql`insert into account (id, environment_id, name, reference, plan, created_at)
    values (${accountId}, ${environmentId}, 'Willowbrook Dental', 'A-1', 'Team', now())`.execute(db)
  await sql`insert into application (id, environment_id, key, name, description, type, status, application_url, login_url)
    values (${applicationId}, ${environmentId}, 'crm', 'CRM', '', 'application', 'active',
      'https://crm.example.com', 'https://crm.example.com/login')`.execute(db)
  await sql`insert into membership (id, account_id, user_id, role, permissions, created_at)
    values (${membershipId}, ${accountId}, ${userId}, 'owner', ${permissions}, now())`.execute(db)
  await sql`insert into account_application (account_id, application_id, assigned_at)
    values (${accountId}, ${applicationId}, now())`.execute(db)
  await sql`insert into application_grant (account_id, membership_id, application_id, granted_at)
    values (${accountId}, ${membershipId}, ${applicationId}, now())`.execute(db)
  await sql`insert into service (id, account_id, product_name, label, status)
    values (${newId()}, ${accountId}, 'Hosting', 'example.com', 'active')`.execute(db)
  await sql`insert into mail_outbox (id, recipient, template, data, next_attempt_at, created_at)
    values (${newId()}, 'waiting@example.com', 'invitation', '{}', now(), now())`.execute(db)
  await writeActivity(db, accountId)
  return { accountId }
}

const writeActivity = (db: Database, accountId: AccountId) =>
  sql`insert into activity (id, account_id, actor_name, action, target_kind, target_id, target_name, at)
    values (${newId()}, ${accountId}, 'Olive Owner', 'account.edited', 'account', ${accountId}, 'Willowbrook Dental', now())`.execute(
    db,
  )

/** Everything that a statement could notice of a schema. */
async function describeSchema(db: Database): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    select concat_ws(' ', 'column', table_name, column_name, data_type, udt_name, is_nullable, column_default,
      is_identity, is_generated, generation_expression) as line
      from information_schema.columns where table_schema = 'public'
    union all select 'index ' || indexdef from pg_indexes where schemaname = 'public'
    union all select concat_ws(' ', 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid))
      from pg_constraint where connamespace = 'public'::regnamespace
    union all select 'trigger ' || pg_get_triggerdef(t.oid) from pg_trigger t where not tgisinternal
    order by 1`.execute(db)
  return rows.map(({ line }) => line)
}

const earlier = migrationNames.slice(0, -1)

describe.each(earlier)('a database as version %s left it', (version) => {
  test('is brought to the same schema as a new one, keeps its rows, and serves', async () => {
    const { db, config } = await blank()
    expect(await migrate(db, { upTo: version })).toMatchObject({ ok: true })
    const { accountId } = await fillAsFirstVersion(db)

    const read = readConfig({ GATEHOUSE_PORT: '0', DATABASE_URL: config.connectionString })
    if (!read.ok) throw new Error(read.error)
    const started = await startServer({ config: read.value, log: createLog('silent'), checkAnswers: true })
    if (!started.ok) throw new Error(started.error.message)
    const { url, close } = started.value
    onTestFinished(close)
    expect(await appliedMigrations(db)).toEqual(migrationNames)

    const fresh = await blank()
    await migrate(fresh.db)
    expect(await describeSchema(db)).toEqual(await describeSchema(fresh.db))

    const { token } = await signInAt(url, ownerEmail)
    const fetched = async (path: string) =>
      (
        await fetch(`${url}/v1/accounts/${accountId}${path}`, {
          headers: { authorization: `Bearer ${token}` },
        })
      ).json()
    expect(await fetched('/applications')).toMatchObject({ items: [{ application: { name: 'CRM' } }] })
    expect(await fetched('/services')).toMatchObject({ items: [{ label: 'example.com' }] })
    expect(await fetched('/activity')).toMatchObject({ items: [{ action: 'account.edited' }] })
    const write = { key: newId(), email: 'new@example.com' }
    expect(await invite(url, token, accountId, write)).toMatchObject({ status: 200 })
  })
})

test('nodes of the first version go on writing while the database is migrated under them', async () => {
  const { db } = await blank()
  await migrate(db, { upTo: migrationNames[0] ?? '' })
  const { accountId } = await fillAsFirstVersion(db)
  let written = 1
  let isMigrated = false
  const write = async () => {
    await inTransaction(db, async (tx) => {
      await writeActivity(tx, accountId)
      return { ok: true, value: null }
    })
    written += 1
  }
  const writer = async () => {
    while (!isMigrated) await write()
    // Once more, by a node that isn't exchanged yet.
    await write()
  }
  const migration = migrate(db).then((result) => {
    isMigrated = true
    return result
  })
  await Promise.all([migration, writer(), writer(), writer()])
  expect(await migration).toEqual({ ok: true, value: { applied: migrationNames.slice(1) } })
  const { count } = await db
    .selectFrom('activity')
    .select((select) => select.fn.countAll().as('count'))
    .executeTakeFirstOrThrow()
  expect(Number(count)).toBe(written)
})

test('a migration steps back for a long transaction, lets others pass, and comes again', async () => {
  const { db } = await blank()
  await migrate(db, { upTo: migrationNames[0] ?? '' })
  await fillAsFirstVersion(db)
  // It reads only, and yet no column can be added to what it has read.
  const reader = await db.startTransaction().execute()
  await sql`select count(*) from service`.execute(reader)
  let hasWaited = () => {}
  const busy = new Promise<void>((done) => {
    hasWaited = done
  })
  const migration = migrate(db, { onBusy: () => hasWaited() })
  await busy
  // Nobody stands behind it now, and nothing is half done.
  expect((await sql`select label from service`.execute(db)).rows).toHaveLength(1)
  expect(await appliedMigrations(db)).toEqual(migrationNames.slice(0, 1))
  await reader.commit().execute()
  expect(await migration).toEqual({ ok: true, value: { applied: migrationNames.slice(1) } })
})

test('gives up in the end, with what to do', async () => {
  const { db } = await blank()
  await migrate(db, { upTo: migrationNames[0] ?? '' })
  const reader = await db.startTransaction().execute()
  await sql`select count(*) from service`.execute(reader)
  const failed = await migrate(db, { patienceMs: 0 })
  expect(failed).toMatchObject({ ok: false, error: { code: 'busy' } })
  if (!failed.ok) expect(failed.error.message).toContain('pg_stat_activity')
  await reader.commit().execute()
})

test('a database of a newer program is refused and left as it is', async () => {
  const { db, config, drop } = await createTestDatabase()
  onTestFinished(drop)
  await sql`insert into kysely_migration values ('9999-of-tomorrow', '2099-01-01T00:00:00.000Z')`.execute(db)
  await sql`alter table service add column of_tomorrow text`.execute(db)
  const before = await describeSchema(db)
  const read = readConfig({ GATEHOUSE_PORT: '0', DATABASE_URL: config.connectionString })
  if (!read.ok) throw new Error(read.error)
  const failed = await startServer({ config: read.value, log: createLog('silent') })
  expect(failed).toMatchObject({ ok: false, error: { code: 'database_newer' } })
  if (!failed.ok) expect(failed.error.message).toContain('9999-of-tomorrow')
  expect(await describeSchema(db)).toEqual(before)
  expect((await appliedMigrations(db)).at(-1)).toBe('9999-of-tomorrow')
})

test('limits for migrating do not stay on the connection', async () => {
  const { db } = await blank()
  const show = async () =>
    (
      await sql<{ lock: string; statement: string }>`
        select current_setting('lock_timeout') as lock, current_setting('statement_timeout') as statement`.execute(
        db,
      )
    ).rows
  const before = await show()
  await migrate(db)
  expect(await show()).toEqual(before)
})

test('gives the activity of services from before the permissions that seeing it asks for', async () => {
  const { db } = await blank()
  await migrate(db, { upTo: '0006-feed' })
  const [environmentId, accountId, serviceId] = [newId(), newId<AccountId>(), newId()]
  await sql`insert into environment (id, key, name, kind)
    values (${environmentId}, 'production', 'Production', 'production')`.execute(db)
  await sql`insert into account (id, environment_id, name, reference, plan, created_at)
    values (${accountId}, ${environmentId}, 'Willowbrook Dental', 'A-1', 'Team', now())`.execute(db)
  await sql`insert into service (id, account_id, product_name, label, status, permission)
    values (${serviceId}, ${accountId}, 'Domain', 'example.com', 'active', 'domains.view')`.execute(db)
  const write = (name: string, serviceId: string, before: object | null, after: object | null) =>
    sql`insert into activity (id, account_id, actor_name, action, target_kind, target_id, target_name, before, after, at)
      values (${newId()}, ${accountId}, 'Olive Owner', 'service.edited', 'service', ${serviceId}, ${name},
        ${before && JSON.stringify(before)}::jsonb, ${after && JSON.stringify(after)}::jsonb, now())`.execute(
      db,
    )
  await write('moved', newId(), { permission: 'services.view' }, { permission: 'invoices.view_pay' })
  await write('still there', serviceId, { label: 'a' }, { label: 'b' })
  await write('gone', newId(), { label: 'a' }, null)
  await writeActivity(db, accountId)

  await migrate(db)
  const { rows } = await sql<{ target_name: string; permissions: string[] }>`
    select target_name, permissions from activity order by target_name`.execute(db)
  expect(Object.fromEntries(rows.map((row) => [row.target_name, row.permissions.toSorted()]))).toEqual({
    moved: ['invoices.view_pay', 'services.view'],
    'still there': ['domains.view', 'services.view'],
    gone: ['services.manage', 'services.view'],
    'Willowbrook Dental': [],
  })
})
