import { sql } from 'kysely'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createIdentityWorld, dropIdentityDatabase, type IdentityWorld, password } from '../test-kit.ts'

/**
 * Registering and accepting are one transaction. Here each of its steps is made to fail in turn, and nothing may be
 * left of those before it.
 */

let world: IdentityWorld
beforeEach(async () => {
  world = await createIdentityWorld()
})
afterEach(async () => {
  await mend()
  await world.close()
})
afterAll(dropIdentityDatabase)

const email = 'ben@example.com'
const newLogin = { name: 'Ben Ode', password: 'seven small paper boats' }

/** What accepting writes, in order: each is a step that can fail. */
const steps = [
  ['invitation', 'update'],
  ['invitation_token', 'update'],
  ['mail_outbox', 'delete'],
  ['membership', 'insert'],
  ['application_grant', 'insert'],
  ['activity', 'insert'],
  ['change', 'insert'],
] as const

async function failAt([table, action]: readonly [string, string]): Promise<void> {
  await sql
    .raw(`
    create or replace function fail_now() returns trigger language plpgsql as
      $$ begin raise exception 'a disk broke'; end $$;
    create trigger fail_now before ${action} on ${table} for each row execute function fail_now();
  `)
    .execute(world.db)
}

async function mend(): Promise<void> {
  for (const table of ['app_user', 'oidc_model', ...steps.map(([name]) => name)]) {
    await sql.raw(`drop trigger if exists fail_now on ${table}`).execute(world.db)
  }
}

/** An invitation with an application and with a mail that hasn't left, so that every step has something to do. */
async function invite(kind: 'mail' | 'link') {
  const invited = await world.addInvitation({ email, kind })
  const { environment_id } = await world.db
    .selectFrom('account')
    .select('environment_id')
    .where('id', '=', invited.accountId)
    .executeTakeFirstOrThrow()
  const applicationId = crypto.randomUUID() as never
  await world.db
    .insertInto('application')
    .values({
      id: applicationId,
      environment_id,
      key: 'ledger',
      name: 'Ledger',
      description: '',
      type: 'application',
      status: 'active',
      application_url: 'https://ledger.example.com',
      login_url: 'https://ledger.example.com/login',
    })
    .execute()
  const now = world.clock.now()
  await world.db
    .insertInto('account_application')
    .values({ account_id: invited.accountId, application_id: applicationId, assigned_at: now })
    .execute()
  await world.db
    .updateTable('invitation')
    .set({ application_ids: [applicationId] })
    .where('id', '=', invited.invitationId)
    .execute()
  await world.db
    .insertInto('mail_outbox')
    .values({
      id: crypto.randomUUID(),
      recipient: email,
      template: 'invitation',
      data: '{}',
      invitation_id: invited.invitationId,
      next_attempt_at: now,
      created_at: now,
    })
    .execute()
  return invited
}

/** Everything that accepting could leave behind. */
async function stateOf({ accountId, invitationId }: Awaited<ReturnType<typeof invite>>) {
  const { db } = world
  const invitation = await db
    .selectFrom('invitation')
    .select(['status', 'accepted_by', 'version'])
    .where('id', '=', invitationId)
    .executeTakeFirstOrThrow()
  const logins = await db
    .selectFrom('app_user')
    .select(['email_verified_at', 'version'])
    .where('email', '=', email)
    .execute()
  const counted = async (query: Promise<object[]>) => (await query).length
  return {
    invitation,
    logins,
    members: await counted(
      db.selectFrom('membership').select('id').where('account_id', '=', accountId).execute(),
    ),
    grants: await counted(
      db
        .selectFrom('application_grant')
        .select('membership_id')
        .where('account_id', '=', accountId)
        .execute(),
    ),
    activity: await counted(
      db.selectFrom('activity').select('id').where('account_id', '=', accountId).execute(),
    ),
    told: await counted(db.selectFrom('change').select('seq').execute()),
    live: await counted(
      db
        .selectFrom('invitation_token')
        .select('kind')
        .where('invitation_id', '=', invitationId)
        .where('dead_at', 'is', null)
        .execute(),
    ),
    mails: await counted(
      db.selectFrom('mail_outbox').select('id').where('invitation_id', '=', invitationId).execute(),
    ),
  }
}

async function failsWithoutTrace(
  invited: Awaited<ReturnType<typeof invite>>,
  step: readonly [string, string],
  tryIt: () => Promise<{ status: number; body: string }>,
): Promise<void> {
  const before = await stateOf(invited)
  await failAt(step)
  const broken = await tryIt()
  expect(broken.status).toBe(500)
  expect(broken.body).not.toContain('a disk broke')
  expect(await stateOf(invited)).toEqual(before)
  await mend()
  const done = await tryIt()
  expect(done.body).toContain('<h1>You are in Willowbrook Dental</h1>')
  expect(await stateOf(invited)).toMatchObject({
    invitation: { status: 'accepted', version: 2 },
    logins: [{ email_verified_at: expect.any(Date) }],
    members: 2,
    grants: 1,
    activity: 2,
    live: 0,
    mails: 0,
  })
}

describe('when a step fails, the invitation stays pending, no half of a login is made, and trying again works:', () => {
  test.each([['app_user', 'insert'] as const, ...steps])('registering, at %s %s', async (...step) => {
    const invited = await invite('mail')
    await failsWithoutTrace(invited, step, () => world.browser().submit(`/invite/${invited.token}`, newLogin))
  })

  test.each([['app_user', 'update'] as const, ...steps])(
    'a login that was never verified, at %s %s',
    async (...step) => {
      await world.addUser(email, { isVerified: false })
      const invited = await invite('mail')
      await failsWithoutTrace(invited, step, () =>
        world.browser().submit(`/invite/${invited.token}`, { password }),
      )
    },
  )

  test.each([['oidc_model', 'delete'] as const, ['app_user', 'insert'] as const, ...steps])(
    'with the code of a mail, at %s %s',
    async (...step) => {
      const invited = await invite('link')
      const browser = world.browser()
      const path = `/invite/${invited.token}`
      await browser.submit(path, newLogin)
      const { code } = (await world.lastMail()).data
      await failsWithoutTrace(invited, step, () => browser.submit(`${path}/verify`, { code: String(code) }))
    },
  )
})
