import { randomUUID } from 'node:crypto'
import { type Route, type RouteName, routes, userIdSchema } from '@gatehouse/contract'
import { expect, test } from 'vitest'
import { buildApp } from '../../app.ts'
import { systemRandomness } from '../../clock.ts'
import { createLog } from '../../log.ts'
import { createPokes } from '../../sync/pokes.ts'
import { createIdentityWorld, dropIdentityDatabase, password, publicUrl } from '../test-kit.ts'

/**
 * Mail programs and scanners follow every link. So every GET there is, of pages and of the API, is asked here with a
 * live token wherever a token or an id could go, and nothing of the invitation may have changed.
 */
test('no GET of any page or route consumes an invitation', async () => {
  const world = await createIdentityWorld()
  const { db, clock } = world
  const userId = await world.addUser('ben@example.com')
  const { token, invitationId, accountId } = await world.addInvitation({ email: 'ben@example.com' })
  const connectionString = 'postgres://nowhere.invalid/none'
  const log = createLog('silent')
  const pages: string[] = []
  const app = await buildApp({
    db,
    clock,
    random: systemRandomness,
    config: { name: 'Test', offlineDays: null, trustProxy: false, publicUrl },
    identity: {
      ...world.identity,
      async register(scope) {
        scope.addHook('onRoute', ({ method, url }) => {
          if ([method].flat().includes('GET')) pages.push(url)
        })
        await world.identity.register(scope)
      },
      authenticate: async (given) => {
        const id = userIdSchema.safeParse(given)
        return id.success ? { userId: id.data, sessionId: null } : null
      },
    },
    pokes: createPokes({ db, connectionString, clock, log }),
    logger: log,
    rateLimits: false,
  })
  await app.ready()

  const everything = async () => ({
    invitation: await db.selectFrom('invitation').selectAll().execute(),
    tokens: await db.selectFrom('invitation_token').selectAll().execute(),
    mails: await db.selectFrom('mail_outbox').selectAll().execute(),
    members: await db.selectFrom('membership').selectAll().execute(),
    activity: await db.selectFrom('activity').selectAll().execute(),
  })
  const before = await everything()
  expect(before.invitation).toMatchObject([{ status: 'pending' }])

  const api = (Object.entries(routes) as [RouteName, Route][]).flatMap(([, route]) =>
    // A stream of events has no end to wait for.
    route.method === 'GET' && route.format !== 'sse' ? [route.path] : [],
  )
  expect(pages.filter((url) => url.startsWith('/invite/')).length).toBeGreaterThanOrEqual(2)
  const ids: Record<string, string> = { token, accountId, invitationId }
  const query = new URLSearchParams({ token, invitation: token, code: token, accept: '1', sign: 'in' })
  for (const path of [...pages, ...api]) {
    const filled = path.replaceAll(/:(\w+)/g, (_, name: string) => ids[name] ?? token).replaceAll('*', token)
    for (const url of [filled, `${filled}?${query}`]) {
      for (const authorization of [{}, { authorization: `Bearer ${userId}` }]) {
        const { statusCode } = await app.inject({
          url,
          headers: {
            ...authorization,
            'idempotency-key': randomUUID(),
            cookie: `gatehouse_invited=${token}`,
          },
        })
        expect(statusCode, url).toBeLessThan(500)
      }
    }
  }
  expect(await everything()).toEqual(before)

  const done = await world.browser().submit(`/invite/${token}`, { password })
  expect(done.body).toContain('<h1>You are in Willowbrook Dental</h1>')
  await app.close()
  await world.close()
  await dropIdentityDatabase()
})
