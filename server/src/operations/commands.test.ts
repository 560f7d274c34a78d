import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  accountApplicationSchema,
  accountSchema,
  activitySchema,
  applicationSchema,
  grantSchema,
  invitationSchema,
  membershipSchema,
  serviceSchema,
  templateSchema,
} from '@gatehouse/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { readConfig } from '../config.ts'
import { createLog } from '../log.ts'
import { startServer } from '../server.ts'
import { signInAt } from '../testing/node.ts'
import { createBlankDatabase, createTestDatabase, type TestDatabase } from '../testing/test-database.ts'
import { admin } from './admin.ts'
import type { Command } from './command.ts'
import { exportAccount } from './export.ts'
import { seed } from './seed.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-commands-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function run(
  command: Command,
  database: TestDatabase,
  line: string[],
  input = '',
  environment: Record<string, string> = {},
) {
  let said = ''
  const code = await command(line, {
    environment: { DATABASE_URL: database.config.connectionString, ...environment },
    now: new Date(),
    say: (text) => {
      said += `${text}\n`
    },
    input: async () => input,
  })
  return { code, said }
}

describe.each([
  ['seed', seed],
  ['export', exportAccount],
  ['admin', admin],
])('%s', (_name, command) => {
  test('says how it is used, and refuses what it does not know', async () => {
    const nowhere = { config: { connectionString: 'postgresql://127.0.0.1:1/nowhere' } } as TestDatabase
    const help = await run(command, nowhere, ['--help'])
    expect(help).toMatchObject({ code: 0, said: expect.stringContaining('npm run server:') })
    const unknown = await run(command, nowhere, ['--colour', 'blue'])
    expect(unknown).toMatchObject({ code: 2, said: expect.stringContaining('--colour') })
    expect(unknown.said).toContain('npm run server:')
  })
})

describe('a new installation without demo data', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await createBlankDatabase()
  })
  afterAll(() => database.drop())
  const password = 'a quiet bell at noon'
  const user = (email: string) => ['user', 'create', '--email', email, '--name', 'Vera Vendor']
  const environment = (administrator: string, key = 'production') =>
    ['environment', 'create', '--key', key, '--name', 'Production', '--kind', 'production'].concat(
      '--administrator',
      administrator,
    )

  test('gets its first user, environment and administrators, who sign in', async () => {
    expect(await run(admin, database, user('vera@example.com'), `${password}\n`)).toMatchObject({ code: 0 })
    expect(await run(admin, database, environment('vera@example.com'))).toMatchObject({ code: 0 })
    expect(await run(admin, database, user('otto@example.com'), password)).toMatchObject({ code: 0 })
    const add = ['administrator', 'add', '--environment', 'production', '--email', 'OTTO@example.com']
    expect(await run(admin, database, add)).toMatchObject({ code: 0 })

    const config = readConfig({ GATEHOUSE_PORT: '0', DATABASE_URL: database.config.connectionString })
    if (!config.ok) throw new Error(config.error)
    const started = await startServer({ config: config.value, log: createLog('silent'), checkAnswers: true })
    if (!started.ok) throw new Error(started.error.message)
    const { url, close } = started.value
    for (const email of ['vera@example.com', 'otto@example.com']) {
      const { token } = await signInAt(url, email)
      const me = await fetch(`${url}/v1/me`, { headers: { authorization: `Bearer ${token}` } })
      expect(await me.json()).toMatchObject({ email, emailVerified: true, administers: [expect.any(String)] })
    }
    await close()
  })

  test('shows the key of its seal, the same each time', async () => {
    const shown = await run(admin, database, ['seal-key', 'show'])
    expect(shown).toMatchObject({ code: 0, said: expect.stringMatching(/^[A-Za-z0-9_-]{43}\n$/) })
    expect(await run(admin, database, ['seal-key', 'show'])).toEqual(shown)
  })

  test('gets users who choose their password by a link that is printed once', async () => {
    const config = readConfig({ GATEHOUSE_PORT: '0', DATABASE_URL: database.config.connectionString })
    if (!config.ok) throw new Error(config.error)
    const started = await startServer({ config: config.value, log: createLog('silent') })
    if (!started.ok) throw new Error(started.error.message)
    const { url, close } = started.value
    const made = await run(admin, database, [...user('lena@example.com'), '--link'], '', {
      GATEHOUSE_PUBLIC_URL: url,
    })
    expect(made.code).toBe(0)
    const link = /^http\S+$/m.exec(made.said)?.[0] ?? ''
    expect((await fetch(link)).status).toBe(200)
    const reset = () =>
      fetch(link, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
        body: new URLSearchParams({ password }).toString(),
      })
    expect((await reset()).status).toBe(200)
    expect((await reset()).status).toBe(410)
    expect((await signInAt(url, 'lena@example.com')).token).not.toBe('')
    await close()
  })

  test('get two-factor turned off for who lost every way to a code, and are signed out and told', async () => {
    const { db } = database
    await run(admin, database, user('lost@example.com'), password)
    const reset = () => run(admin, database, ['user', 'reset-two-factor', '--email', 'lost@example.com'])
    expect(await reset()).toMatchObject({ code: 1, said: expect.stringContaining('not on') })
    const { id } = await db
      .selectFrom('app_user')
      .select('id')
      .where('email', '=', 'lost@example.com')
      .executeTakeFirstOrThrow()
    await db
      .insertInto('two_factor')
      .values({ user_id: id, secret: Buffer.from('sealed'), confirmed_at: new Date() })
      .execute()
    expect(await reset()).toMatchObject({ code: 0, said: expect.stringContaining('is off') })
    expect(await db.selectFrom('two_factor').select('user_id').where('user_id', '=', id).execute()).toEqual(
      [],
    )
    const mails = await db
      .selectFrom('mail_outbox')
      .select('template')
      .where('recipient', '=', 'lost@example.com')
      .execute()
    expect(mails).toEqual([{ template: 'security_notice' }])
    const stranger = ['user', 'reset-two-factor', '--email', 'nobody@example.com']
    expect(await run(admin, database, stranger)).toMatchObject({ code: 1 })
  })

  test('asks for no password where another issuer signs users in', async () => {
    const issuer = {
      OIDC_ISSUER: 'https://login.example.com',
      OIDC_CLIENT_ID: 'gatehouse',
      OIDC_AUDIENCE: 'https://gatehouse.example.com',
    }
    expect(await run(admin, database, user('own@example.com'), '', issuer)).toMatchObject({ code: 0 })
    const linked = [...user('linked@example.com'), '--link']
    expect(await run(admin, database, linked, '', issuer)).toMatchObject({
      code: 1,
      said: expect.stringContaining('OIDC_ISSUER'),
    })
  })

  test.each([
    ['an address that has a user', () => user('VERA@example.com'), 'already'],
    ['an environment that is there', () => environment('vera@example.com'), 'already'],
    ['an administrator who is nobody', () => environment('nobody@example.com', 'other'), 'user create'],
    ['a key that is no key', () => environment('vera@example.com', 'Not A Key'), '--key'],
    ['an address that is none', () => user('vera'), '--email'],
    [
      'an unknown environment',
      () => ['administrator', 'add', '--environment', 'moon', '--email', 'vera@example.com'],
      'moon',
    ],
  ])('refuses %s', async (_what, line, words) => {
    const refused = await run(admin, database, line(), password)
    expect(refused).toMatchObject({ code: 1, said: expect.stringContaining(words) })
  })

  test('refuses a password that is too short, and repeats none', async () => {
    const refused = await run(admin, database, user('short@example.com'), 'planted')
    expect(refused).toMatchObject({ code: 1, said: expect.stringContaining('at least 12') })
    expect(refused.said).not.toContain('planted')
  })

  test('names what is missing', async () => {
    const refused = await run(admin, database, ['user', 'create', '--name', 'Vera'])
    expect(refused).toMatchObject({ code: 2, said: expect.stringContaining('--email') })
    expect(await run(admin, database, ['user', 'destroy'])).toMatchObject({ code: 2 })
  })
})

describe('demo data', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await createTestDatabase()
    expect(await run(seed, database, ['--size', 'small', '--seed', 'oak'])).toMatchObject({
      code: 0,
      said: expect.stringContaining('60 accounts'),
    })
  })
  afterAll(() => database.drop())

  test('goes into an empty database alone, and has the sizes that it says', async () => {
    expect(await run(seed, database, [])).toMatchObject({ code: 1, said: expect.stringContaining('already') })
    expect(await run(seed, database, ['--size', 'huge'])).toMatchObject({ code: 2 })
  })

  test('everything of one account is handed out by the contract, and nothing of another', async () => {
    const { db } = database
    const account = await db
      .selectFrom('account as a')
      .innerJoin('environment as e', 'e.id', 'a.environment_id')
      .where('e.key', '=', 'production')
      .orderBy('a.id')
      .select(['a.id', 'a.reference'])
      .executeTakeFirstOrThrow()
    const out = join(folder, 'account.ndjson')
    const line = ['--environment', 'production', '--account', account.reference]
    expect(await run(exportAccount, database, [...line, '--out', out])).toMatchObject({ code: 0 })
    expect((await stat(out)).mode & 0o777).toBe(0o600)

    const text = await readFile(out, 'utf8')
    const schemas = {
      account: accountSchema,
      application: applicationSchema,
      accountApplication: accountApplicationSchema,
      membership: membershipSchema,
      grant: grantSchema,
      invitation: invitationSchema,
      service: serviceSchema,
      template: templateSchema,
      activity: activitySchema,
    }
    const counts: Record<string, number> = {}
    for (const part of text.trimEnd().split('\n')) {
      const { entity, row } = z
        .object({ entity: z.enum(Object.keys(schemas) as (keyof typeof schemas)[]), row: z.unknown() })
        .parse(JSON.parse(part))
      schemas[entity].parse(row)
      counts[entity] = (counts[entity] ?? 0) + 1
      const { accountId } = row as { accountId?: string }
      if (accountId !== undefined) expect(accountId).toBe(account.id)
    }
    const inTable = async (
      table: 'membership' | 'application_grant' | 'invitation' | 'service' | 'activity',
    ) => {
      const { count } = await db
        .selectFrom(table)
        .where('account_id', '=', account.id)
        .select((eb) => eb.fn.countAll().as('count'))
        .executeTakeFirstOrThrow()
      return Number(count)
    }
    expect(counts).toMatchObject({
      account: 1,
      membership: await inTable('membership'),
      grant: await inTable('application_grant'),
      service: await inTable('service'),
      activity: await inTable('activity'),
    })
    expect(counts.invitation ?? 0).toBe(await inTable('invitation'))
    expect(text).not.toMatch(/password|argon2|token_hash/)

    // Not over a file that is there; and to the standard output without one.
    expect(await run(exportAccount, database, [...line, '--out', out])).toMatchObject({
      code: 1,
      said: expect.stringContaining('is there already'),
    })
    expect((await run(exportAccount, database, line)).said).toBe(text)
  })

  test('an account that is not there is said to be so', async () => {
    const line = ['--environment', 'production', '--account', 'A-0']
    expect(await run(exportAccount, database, line)).toMatchObject({
      code: 1,
      said: expect.stringContaining('A-0'),
    })
  })
})
